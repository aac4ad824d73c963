using System.Globalization;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Waf;

namespace Bulwark.Bench.Firewall;

/// <summary>What the rules cost by themselves: CPU time and allocations for one request of each workload, and what it costs to load them.</summary>
internal static class EngineBench
{
    public const string Name = "waf-engine";
    private const long WarmUp = 3_000_000_000;
    private const long Measured = 1_000_000_000;

    public static int Run(string rules, string setup, int level, IReadOnlyList<string> chosen)
    {
        for (var i = 0; i < 3; i++)
        {
            var (wall, cpu) = (System.Diagnostics.Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var count = Load(rules, setup, level).Rules.Count();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"load {i + 1}: {count} rules, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.00} s CPU, {wall.Elapsed.TotalSeconds:0.00} s"));
        }

        var engine = Load(rules, setup, level);
        Console.WriteLine("| workload | us CPU | bytes allocated | cost, bytes looked at | rules that matched |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var workload in FirewallWorkloads.All.Where(workload => chosen.Count == 0 || chosen.Any(name => workload.Name.Contains(name, StringComparison.OrdinalIgnoreCase))))
            Measure(engine, workload);

        return 0;
    }

    public static WafEngine Load(string rules, string setup, int level) =>
        WafEngine.Load(new ServedRuleSources { Folder = rules, SetupFile = setup, ParanoiaLevel = level }.ToSources());

    private static void Measure(WafEngine engine, FirewallWorkload workload)
    {
        var dice = new RequestDice(42);
        long spent = 0;
        while (spent < WarmUp)
            spent += Pass(engine, workload, dice).Cpu;

        var all = new List<(double Cpu, double Bytes)>();
        var (cost, matched) = (0L, new SortedSet<int>());
        for (spent = 0; spent < Measured || all.Count < 5;)
        {
            var pass = Pass(engine, workload, dice);
            spent += pass.Cpu;
            all.Add(((double)pass.Cpu / pass.Requests, (double)pass.Bytes / pass.Requests));
            cost = pass.Cost / pass.Requests;
            matched.UnionWith(pass.Matched);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {workload.Name} | {Median(all.Select(pass => pass.Cpu)) / 1000:N1} | {Median(all.Select(pass => pass.Bytes)):N0} | {cost:N0} | {string.Join(' ', matched)} |"));
    }

    private static (long Cpu, long Bytes, int Requests, long Cost, IReadOnlyCollection<int> Matched) Pass(WafEngine engine, FirewallWorkload workload, RequestDice dice)
    {
        var requests = Enumerable.Range(0, workload.Goal > 1 ? 10 : 100).Select(_ => Shown.Of(workload.Make(dice, null))).ToArray();
        var (cost, matched) = (0L, new HashSet<int>());
        var (bytes, cpu) = (GC.GetAllocatedBytesForCurrentThread(), CpuClock.OfThread());
        foreach (var request in requests)
        {
            using var transaction = engine.Begin();
            request.Show(transaction);
            cost += transaction.Cost;
            foreach (var match in transaction.Matches)
                matched.Add(match.Rule.Id);
        }

        cpu = CpuClock.OfThread() - cpu;
        return (cpu, GC.GetAllocatedBytesForCurrentThread() - bytes, requests.Length, cost, matched);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
