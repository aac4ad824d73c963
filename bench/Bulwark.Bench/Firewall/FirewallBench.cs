using System.Globalization;
using System.Text.Json;

namespace Bulwark.Bench.Firewall;

/// <summary>
/// What the rules cost in a whole proxy: CPU time of a server with them, less that of the same server without, for the same requests in the same round. One request in a
/// hundred is an attack; afterwards each must stand in the log.
/// </summary>
internal sealed class FirewallBench(IReadOnlyList<Contender> contenders)
{
    public const string Name = "waf";
    private const int PlantedEvery = 100;
    private const long Slice = 120_000_000;
    private const long WarmUp = 2_500_000_000; // until the JIT compiler has settled

    private static readonly TimeSpan LogPatience = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _planted = [];
    private readonly Dictionary<(string Contender, string Workload), List<double>> _costs = [];
    private long _number;
    private long _sent;

    /// <summary>Runs all rounds, prints the table and looks for the attacks in the log.</summary>
    /// <param name="rounds">How many rounds after the first, which only warms up.</param>
    /// <param name="log">The log of the contender that is called <c>waf</c>.</param>
    /// <param name="contenders"><c>plain</c> and <c>waf</c>, <c>nginx</c> and <c>modsecurity</c>, each as <see cref="Contender.Parse"/> reads it.</param>
    public static int Run(int rounds, string log, IEnumerable<string> contenders)
    {
        var bench = new FirewallBench([.. contenders.Select(Contender.Parse)]);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var workload in FirewallWorkloads.All)
                bench.Round(workload, round);
        }

        bench.Print();
        return bench.Check(log);
    }

    private void Round(FirewallWorkload workload, int round)
    {
        var dice = new RequestDice((ulong)(1 + round));
        var count = (workload.Goal > 1 ? 100 : 1000) * (round == 0 ? 6 : 1);
        var made = Enumerable.Range(0, count).Select(i => (Request: workload.Make(dice, i % PlantedEvery == 0 ? dice.Attack() : null), IsPlanted: i % PlantedEvery == 0)).ToList();
        var first = _number;
        _number += count;
        var wire = made.Select((one, i) => one.Request.ToWire(first + i)).ToList();

        // Who comes second looks cheaper than it is, so they change places.
        foreach (var contender in round % 2 == 0 ? contenders : contenders.Reverse())
        {
            var before = contender.Cpu;
            var answered = contender.Drive(wire, round == 0 ? WarmUp : Slice);
            var cost = (contender.Cpu - before) / 1e6 / answered;
            if (contender.Name == Name)
                Remember(made.Select(one => one.IsPlanted), first, answered);

            if (round > 0)
                Costs(contender.Name, workload).Add(cost);
        }
    }

    private void Remember(IEnumerable<bool> planted, long first, int answered)
    {
        _sent += answered;
        foreach (var (isPlanted, i) in planted.Take(answered).Select((isPlanted, i) => (isPlanted, i)))
        {
            if (isPlanted)
                _planted.Add((first + i).ToString(CultureInfo.InvariantCulture));
        }
    }

    private List<double> Costs(string contender, FirewallWorkload workload)
    {
        if (!_costs.TryGetValue((contender, workload.Name), out var costs))
            _costs.Add((contender, workload.Name), costs = []);

        return costs;
    }

    private void Print()
    {
        Console.WriteLine("| workload | plain ms | rules ms (from, to) | goal | nginx ms | ModSecurity ms (from, to) | ModSecurity / rules |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var workload in FirewallWorkloads.All)
        {
            var rules = Above(workload, Name, "plain");
            var peer = Above(workload, "modsecurity", "nginx");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {workload.Name} | {Middle(Costs("plain", workload)):0.000} | {Range(rules)} | {workload.Goal} | {Middle(Costs("nginx", workload)):0.000} | {Range(peer)} | {Middle(peer) / Middle(rules):0.0} |"));
        }
    }

    private List<double> Above(FirewallWorkload workload, string with, string without) =>
        [.. Costs(with, workload).Zip(Costs(without, workload), (more, less) => more - less)];

    private static string Range(List<double> values) =>
        values.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Middle(values):0.000} ({values.Min():0.000}, {values.Max():0.000})");

    private static double Middle(List<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);

    private int Check(string log)
    {
        using var file = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = 0;
        foreach (var line in ReadLines(file))
        {
            lines++;
            using var decision = JsonDocument.Parse(line);
            if (decision.RootElement.GetProperty("rules").GetArrayLength() > 0)
                _planted.Remove(decision.RootElement.GetProperty("id").GetString()!);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_sent} requests, {lines} lines; planted attacks that no rule has logged: {_planted.Count}"));
        return _planted.Count == 0 && lines == _sent ? 0 : 1;
    }

    /// <summary>All lines of the log; they are written behind the answers, so the last of them are waited for.</summary>
    private IEnumerable<string> ReadLines(StreamReader file)
    {
        var text = "";
        var lines = 0L;
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); waited.Elapsed < LogPatience; Thread.Sleep(10))
        {
            text += file.ReadToEnd();
            var end = text.LastIndexOf('\n');
            foreach (var line in text[..Math.Max(0, end)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                lines++;
                yield return line;
            }

            text = text[(end + 1)..];
            if (lines >= _sent)
                yield break;
        }
    }
}
