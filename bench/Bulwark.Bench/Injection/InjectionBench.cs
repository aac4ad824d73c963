using System.Globalization;
using System.Text;
using Bulwark.Waf.Injection.Html;
using Bulwark.Waf.Injection.Sql;

namespace Bulwark.Bench.Injection;

/// <summary>What asking a value for SQL injections and scripts costs: nanoseconds of CPU time for a value that people send, and for a byte of what keeps the readers busy longest.</summary>
internal static class InjectionBench
{
    public const string Name = "injection";
    private const int HostileLength = 200_000;
    private const int Bytes = 20_000_000;

    private static readonly string[] Ordinary =
    [
        "42",
        "hello, it's a fine day and I'd like some tea",
        "https://example.org/rooms?id=5&order=name#top",
        """<p>it's <a href="https://example.org/">a <b>formatted</b> message</a> with 'quotes'</p>""",
        """{"a":1,"name":"O'Brien","text":"select one, or two"}""",
        "query Rooms($id: Int!) { rooms(where: {id: {_eq: $id}}) { id name members { id } } }",
    ];

    // What folds for ever, what is looked up most, what is read in every context.
    private static readonly string[] Hostile =
    [
        "1+", "1,", "(", "not ", "not/**/", "N'", "'x''", "@a,", "a.", "a@", "1::int", "/**/1+", "#\n", "/*!", "1-sleep-", "$a$", "[", "\\'",
        "<a ", "<a b=c ", "<a href=j ", "<a href=&#x6a ", "<a href='a:", "<a on=a ", "<!--", "a='b' \"c\" `d` ", "<a b='c' d=\"e\" f=`g` h>", "x'x\"x`x=x ",
    ];

    public static int Run()
    {
        Console.WriteLine("| value | bytes | SQL ns/value | script ns/value |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var text in Ordinary)
            Report(text, Encoding.UTF8.GetBytes(text), perByte: false);

        Console.WriteLine();
        Console.WriteLine("| repeated | bytes | SQL ns/byte | script ns/byte |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var text in Hostile)
            Report(text, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, HostileLength / text.Length))), perByte: true);

        return 0;
    }

    private static void Report(string text, byte[] value, bool perByte)
    {
        var unit = perByte ? value.Length : 1;
        var name = text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `` {name} `` | {value.Length} | {Measure(value, IsSql) / unit:N1} | {Measure(value, CrossSiteScripting.IsInjection) / unit:N1} |"));
    }

    /// <summary>Nanoseconds for one value: the best of five rounds.</summary>
    private static double Measure(byte[] value, Question question)
    {
        var times = Math.Max(1, Bytes / 10 / Math.Max(40, value.Length));
        var best = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var start = Environment.CpuUsage.UserTime;
            for (var i = 0; i < times; i++)
                question(value);

            best = Math.Min(best, (Environment.CpuUsage.UserTime - start).TotalNanoseconds / times);
        }

        return best;
    }

    private static bool IsSql(ReadOnlySpan<byte> value)
    {
        Span<byte> fingerprint = stackalloc byte[SqlFolding.Longest];
        return SqlInjection.IsInjection(value, fingerprint, out _);
    }

    private delegate bool Question(ReadOnlySpan<byte> value);
}
