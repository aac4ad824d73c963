using System.Globalization;
using System.Text;
using Bulwark.Bench.Matching;
using Bulwark.Waf;

namespace Bulwark.Bench.Firewall;

/// <summary>Requests that are made to cost much: what they do cost, the first time and later, and whether the budget ends it.</summary>
internal static class WorstCases
{
    public const string Name = "waf-worst";
    private const int Distinct = 1_000_000;

    public static int Run(string rules, string setup, int level, IReadOnlyList<string> chosen)
    {
        var engine = EngineBench.Load(rules, setup, level);
        var values = new SampleValues(7);
        Console.WriteLine("| request | KiB | first ms | later ms | ns per byte | cost / KiB | ended by the budget | heap MiB |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (name, make) in Cases.Where(one => chosen.Count == 0 || chosen.Any(part => one.Name.Contains(part, StringComparison.OrdinalIgnoreCase))))
            Measure(engine, name, () => make(values));

        if (chosen.Count == 0 || chosen.Contains("distinct", StringComparer.Ordinal))
            Flood(engine, values);

        return 0;
    }

    private static IReadOnlyList<(string Name, Func<SampleValues, FirewallRequest> Make)> Cases { get; } =
    [
        ("base64, 64 KB in JSON", values => Json("{\"ciphertext\":\"" + Latin(values.Base64(64 * 1024)) + "\"}")),
        ("base64, 1 MB in JSON", values => Json("{\"ciphertext\":\"" + Latin(values.Base64(1000 * 1024)) + "\"}")),
        ("10,000 arguments", values => Form(string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"f{i}={Latin(values.Base64(6))}")))),
        ("one value of 1 MB, words", values => Form("a=" + Uri.EscapeDataString(values.Text(1_000_000)))),
        ("one value of 1 MB, one letter", _ => Form("a=" + new string('a', 1_000_000))),
        ("one value of 1 MB, quotes", _ => Form("a=" + new string('\'', 1_000_000))),
        ("one value of 1 MB, spaces", _ => Form("a=" + new string('+', 1_000_000))),
        ("one value of 1 MB, brackets", _ => Form("a=" + new string('<', 1_000_000))),
        ("one value of 1 MB, escapes", _ => Form("a=" + string.Concat(Enumerable.Repeat("%2525", 200_000)))),
        ("JSON, 511 deep, 1,000 leaves", values => Json(string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "[" + string.Join(',', Enumerable.Range(0, 1000).Select(_ => $"\"{Latin(values.Base64(8))}\"")) + "]" + new string('}', 500))),
        ("JSON, 100,000 deep", _ => Json(new string('[', 100_000) + new string(']', 100_000))),
        ("attacks joined, 64 KB", values => Form("a=" + Uri.EscapeDataString(Latin(values.Attack(64 * 1024))))),
        ("any bytes, 64 KB", values => Form("a=" + Escape(values.Bytes(64 * 1024)))),
        ("1,000 values of attacks joined", values => Form(string.Join('&', Enumerable.Range(0, 1000).Select(i => $"f{i}={Uri.EscapeDataString(Latin(values.Attack(60)))}")))),
    ];

    private static void Measure(WafEngine engine, string name, Func<FirewallRequest> make)
    {
        var (first, _, _, _) = Show(engine, make());
        var later = new List<double>();
        var (cost, ended, length) = (0L, false, 0);
        for (var i = 0; i < 5; i++)
        {
            (var cpu, cost, ended, length) = Show(engine, make());
            later.Add(cpu);
        }

        var usual = later.Order().ElementAt(later.Count / 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {length / 1024} | {first / 1e6:N0} | {usual / 1e6:N1} | {usual / length:N0} | {cost / Math.Max(1, length / 1024):N0} | {(ended ? "yes" : "no")} | {GC.GetTotalMemory(forceFullCollection: true) >> 20} |"));
    }

    /// <summary>A million different values, half of them ordinary: memory of what the matchers remember.</summary>
    private static void Flood(WafEngine engine, SampleValues values)
    {
        var (cpu, highest) = (0.0, 0L);
        for (var sent = 0; sent < Distinct; sent += 1000)
        {
            var form = string.Join('&', Enumerable.Range(0, 1000).Select(i => $"f={Uri.EscapeDataString(i % 2 == 0 ? values.Text(10 + values.Next(40)) : Latin(values.Attack(10 + values.Next(30))))}"));
            cpu += Show(engine, Form(form)).Cpu;
            if (sent % 100_000 == 0)
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Distinct} distinct values: {cpu / Distinct / 1000:N1} us each, heap at most {highest >> 20} MiB, automata {engine.MatcherMemory >> 10} KiB"));
    }

    private static (double Cpu, long Cost, bool IsEnded, int Length) Show(WafEngine engine, FirewallRequest request)
    {
        var shown = Shown.Of(request);
        var cpu = CpuClock.OfThread();
        using var transaction = engine.Begin();
        shown.Show(transaction);
        return (CpuClock.OfThread() - cpu, transaction.Cost, transaction.IsBudgetExceeded, request.Body.Length);
    }

    private static FirewallRequest Json(string body) => new("POST", "/v1/graphql", "application/json", "token", Encoding.Latin1.GetBytes(body));

    private static FirewallRequest Form(string body) => new("POST", "/v1/form", "application/x-www-form-urlencoded", "token", Encoding.Latin1.GetBytes(body));

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static string Escape(byte[] bytes) => string.Concat(bytes.Select(value => "%" + value.ToString("X2", CultureInfo.InvariantCulture)));
}
