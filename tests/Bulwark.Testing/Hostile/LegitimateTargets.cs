namespace Bulwark.Testing.Hostile;

/// <summary>Targets that Matrix clients send, and that have to arrive byte for byte.</summary>
public static class LegitimateTargets
{
    private static readonly string[] Rooms = ["!abc:localhost", "%21abc%3Alocalhost", "%21a%2Fb%2B%3Alocalhost", "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"];

    private static readonly string[] Ends =
    [
        "/send/m.room.message/m1700000000.1", "/send/m.room.message/it's(1)*,&=!~", "/state/m.room.member/%40alice%3Alocalhost", "/state/m.room.member/@a+b~c:localhost",
        "/state/org.example.key/", "/state/org.example.key/a%2Fb", "/state/org.example.key/%F0%9F%98%80", "/state/org.example.key/%E6%97%A5%E6%9C%AC%E8%AA%9E", "/state/org.example.key/100%25",
        "/state/org.example.key/name%252eext", "/state/org.example.key/a%20b", "/state/org.example.key/...", "/state/org.example.key/a;b=c",
        "/event/$Q2hhdA-_abcdefghijklmnopqrstuvwxyz0123456789ABCDE~", "/event/%24Q2hhdA-_%2B%2F%3D", "/redact/%24event%3Alocalhost/t~1!", "/context/$e?limit=10&filter=%7B%22a%22%3A%22%24b%22%7D",
        "/relations/%24e/m.thread?dir=b&from=s1_2+3", "/messages?from=t1-2_3~4.5&dir=b&limit=50", "/joined_members?x=%E2%82%AC&y=!$%24%40", "/typing/@alice:localhost", "/receipt/m.read/%24e%2f",
    ];

    private static readonly string[] Others =
    [
        "/_matrix/client/v3/directory/room/%23red-room%3Alocalhost", "/_matrix/client/v3/directory/room/%23%E6%97%A5:localhost", "/_matrix/client/v3/profile/@%F0%9F%98%80:localhost/displayname",
        "/_matrix/client/v3/room_keys/keys/!r:localhost/AbC%2B%2Fd%3D%3D?version=1", "/_matrix/client/v3/user/%40a%3Alocalhost/account_data/m.secret_storage.key.a%2Bb",
        "/_matrix/client/v3/sync?since=s1_2&timeout=30000&filter=%7B%22room%22%3A%7B%7D%7D", "/_matrix/client/v3/rooms/!r:localhost/event/$" + new string('x', 255),
        "/_matrix/client/v3/rooms/!r:localhost/state/t/" + "%C3%A9%21", "/_matrix/media/v3/download/localhost/abc/file%20name%20(1).pdf", "/_matrix/client/v1/media/thumbnail/localhost/x?width=1&height=2&method=scale",
        "/_matrix/client/unstable/org.matrix.msc3575/sync", "/_matrix/client/v3/publicRooms?server=a%2Fb%3A1", "/_matrix/client/v3/keys/changes?from=a~b&to=c%24d",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Rooms.SelectMany(room => Ends.Select(end => $"/_matrix/client/v3/rooms/{room}{end}")), .. Others];
}
