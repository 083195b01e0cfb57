{
    messenger.send("shirt");
    messenger.send("日本語");
}
