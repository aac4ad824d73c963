using System.Text;

namespace Bulwark.Bench.Matching;

/// <summary>Values as requests have them, drawn from a seed.</summary>
internal sealed class SampleValues(ulong seed) : Dice(seed)
{
    private static readonly string[] Words =
        ("the a of and to in is you that it he was for on are as with his they I at be this have from or one had by word but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so " +
        "some her would make like him into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may part server deploy select update token please thanks meeting tomorrow http code function return null true list order table group user name").Split(' ');

    private static readonly string[] Attacks =
    [
        "' or 1=1 --", "<script>alert(1)</script>", "../../../etc/passwd", ";cat /etc/passwd|", "union select a,b from users", "${jndi:ldap://x}", "<img src=x onerror=", "php://input", "eval(base64_decode(",
        "%0d%0aset-cookie:", "\\x3cscript", "$(wget x)", "`id`", "sleep(5)", "having 1=1", "'\"", "aaaa(((((", "::::", "////..", "javascript:", "<<<<", "a=b&c=d", "exec xp_cmdshell",
    ];

    public static IReadOnlyList<(string Kind, Func<SampleValues, byte[]> Make)> All { get; } =
    [
        ("chat text, 10-400 B", values => Encoding.UTF8.GetBytes(values.Text(10 + values.Next(390)))),
        ("short words, 4-20 B", values => Encoding.UTF8.GetBytes(values.Text(4 + values.Next(16)))),
        ("JSON, 2 KB", values => Encoding.UTF8.GetBytes(values.Json(2000))),
        ("base64, 1 KB", values => values.Base64(1024)),
        ("attacks joined, 500 B", values => values.Attack(500)),
        ("any bytes, 500 B", values => values.Bytes(500)),
    ];

    public string Text(int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            var word = Pick(Words);
            text.Append(Next(12) == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word);
            text.Append(Next(10) switch { 0 => ". ", 1 => ", ", 2 when Next(4) == 0 => "? ", 3 when Next(8) == 0 => " (", _ => " " });
        }

        return text.ToString(0, length);
    }

    private string Json(int length)
    {
        var text = new StringBuilder("{");
        while (text.Length < length)
            text.Append('"').Append(Pick(Words)).Append("\":").Append(Next(3) == 0 ? Next(100000).ToString(System.Globalization.CultureInfo.InvariantCulture) : $"\"{Text(5 + Next(60))}\"").Append(',');

        return text.Append("\"a\":1}").ToString();
    }

    public byte[] Base64(int length)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var bytes = new byte[length];
        foreach (ref var value in bytes.AsSpan())
            value = (byte)Letters[Next(64)];

        return bytes;
    }

    public byte[] Attack(int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(Pick(Attacks));
            text.Append(Next(2) == 0 ? Pick(Words) : ((char)(32 + Next(95))).ToString());
        }

        return Encoding.UTF8.GetBytes(text.ToString(0, length));
    }

    /// <summary>Pieces of attacks, cut anywhere, with any bytes between them: after each few bytes automata are where they have not been before.</summary>
    public byte[] Shards(int length)
    {
        var bytes = new List<byte>(length + 8);
        while (bytes.Count < length)
        {
            var attack = Pick(Attacks);
            var start = Next(attack.Length);
            bytes.AddRange(Encoding.UTF8.GetBytes(attack.Substring(start, Math.Min(1 + Next(7), attack.Length - start))));
            if (Next(3) == 0)
                bytes.Add((byte)Next(256));
        }

        return [.. bytes];
    }

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        foreach (ref var value in bytes.AsSpan())
            value = (byte)Next(256);

        return bytes;
    }
}
