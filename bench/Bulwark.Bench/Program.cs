using System.Globalization;
using Bulwark.Bench;
using Bulwark.Bench.Connections;
using Bulwark.Bench.Driving;
using Bulwark.Bench.Firewall;
using Bulwark.Bench.Injection;
using Bulwark.Bench.Matching;

// Measures a part by itself (rate-limit), or drives a running instance over its public address and prints one table. See bench/README.md; ./bench/run starts an instance and calls this.
if (args is [RateLimitBench.Name])
    return RateLimitBench.Run();

if (args is [InjectionBench.Name])
    return InjectionBench.Run();

if (args is [MatchBench.Name, .. var ruleFiles])
    return MatchBench.Run(ruleFiles);

// What ./bench/waf calls.
if (args is [FirewallBench.Name, var rounds, var log, .. var servers])
    return FirewallBench.Run(int.Parse(rounds, CultureInfo.InvariantCulture), log, servers);

if (args is [EngineBench.Name or WorstCases.Name or MemoryBench.Name, var folder, var setup, var level, .. var chosen])
{
    Func<string, string, int, IReadOnlyList<string>, int> run = args[0] switch { EngineBench.Name => EngineBench.Run, MemoryBench.Name => MemoryBench.Run, _ => WorstCases.Run };
    return run(folder, setup, int.Parse(level, CultureInfo.InvariantCulture), chosen);
}

// What ./bench/proxy calls for each contender of a round.
if (args is [HandshakeBench.Name or IdleBench.Name or HeldBench.Name, var contender, var portText, var pki, .. var rest] && int.TryParse(portText, CultureInfo.InvariantCulture, out var port))
{
    await (args[0] switch
    {
        HandshakeBench.Name => HandshakeBench.RunAsync(contender, port, pki, ServerProcesses.Parse(rest)),
        IdleBench.Name => IdleBench.RunAsync(contender, port, pki, ServerProcesses.Parse(rest)),
        _ => HeldBench.RunAsync(contender, port, pki, int.Parse(rest[0], CultureInfo.InvariantCulture)),
    });
    return 0;
}

if (args is not [var data, var portOffset, .. var workloads] || !int.TryParse(portOffset, CultureInfo.InvariantCulture, out var offset))
{
    await Console.Error.WriteLineAsync("usage: Bulwark.Bench DATA PORT-OFFSET [versions|redirect|send|deliver|graphql ...] | rate-limit | injection | match RULE-FILE ... | waf-engine|waf-worst|waf-memory RULES SETUP LEVEL [NAME ...]");
    return 2;
}

using var target = new BenchTarget(data, offset);
Console.WriteLine(Figures.Header);
foreach (var workload in Workloads.All.Where(workload => workloads.Length == 0 || workloads.Contains(workload.Name)))
    Console.WriteLine(await workload.RunAsync(target));

return 0;
