using System.Globalization;
using System.Text;
using Bulwark.Bench.Matching;
using Bulwark.Waf;

namespace Bulwark.Bench.Firewall;

/// <summary>
/// What a process with an engine has grown by after ten million different values and a million that are made to force automata to learn, shown by several threads at once.
/// </summary>
internal sealed class MemoryBench(WafEngine engine, int steps)
{
    public const string Name = "waf-memory";
    private const int Threads = 2;
    private const int Steps = 250_000;
    private const int OrdinaryPerStep = 40; // in one form
    private const int HostilePerStep = 4; // each a request of its own, so that each may teach as much as a request may
    private const int Reports = 10;

    private readonly Lock _gate = new();
    private long _heapBefore;
    private long _residentBefore;
    private long _mostHeap;
    private long _mostResident;
    private int _done;

    public static int Run(string rules, string setup, int level, IReadOnlyList<string> chosen)
    {
        var share = chosen is [var percent] ? int.Parse(percent, CultureInfo.InvariantCulture) : 100;
        var empty = Measure();
        var engine = EngineBench.Load(rules, setup, level);
        var loaded = Measure();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"an engine at level {level} without having seen anything: heap {Mebibytes(loaded.Heap - empty.Heap)}, resident {Mebibytes(loaded.Resident - empty.Resident)} MiB"));
        new MemoryBench(engine, Steps * share / 100).Run();
        return 0;
    }

    private void Run()
    {
        WarmUp();
        (_heapBefore, _residentBefore) = Measure();
        Console.WriteLine("| values | hostile | heap MiB | resident MiB | automata MiB | CPU s |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() => Work(number))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"grown by at most: heap {Mebibytes(_mostHeap)}, resident {Mebibytes(_mostResident)} MiB"));
    }

    /// <summary>What the code itself takes is no growth: each way through it is gone once.</summary>
    private void WarmUp()
    {
        var values = new SampleValues(1);
        for (var i = 0; i < 200; i++)
        {
            Show(Form(values, i));
            Show(Hostile(values, i));
        }

        engine.Forget();
    }

    private void Work(int thread)
    {
        var values = new SampleValues((ulong)(100 + thread));
        for (var step = thread; step < steps; step += Threads)
        {
            Show(Form(values, step));
            for (var i = 0; i < HostilePerStep; i++)
                Show(Hostile(values, i));

            if (Interlocked.Increment(ref _done) is var done && done % Math.Max(1, steps / Reports) == 0)
                Report(done);
        }
    }

    private void Report(int done)
    {
        lock (_gate)
        {
            var (heap, resident) = Measure();
            _mostHeap = Math.Max(_mostHeap, heap - _heapBefore);
            _mostResident = Math.Max(_mostResident, resident - _residentBefore);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {(long)done * OrdinaryPerStep:N0} | {(long)done * HostilePerStep:N0} | {Mebibytes(heap - _heapBefore)} | {Mebibytes(resident - _residentBefore)} | {Mebibytes(engine.MatcherMemory)} | {Environment.CpuUsage.TotalTime.TotalSeconds:N0} |"));
        }
    }

    private void Show(FirewallRequest request)
    {
        using var transaction = engine.Begin();
        Shown.Of(request).Show(transaction);
    }

    /// <summary>A form of ordinary values; its number makes each of them one that never comes again.</summary>
    private static FirewallRequest Form(SampleValues values, int number)
    {
        var form = new StringBuilder();
        for (var i = 0; i < OrdinaryPerStep; i++)
        {
            var value = (i % 4) switch
            {
                0 => values.Text(10 + values.Next(120)),
                1 => Encoding.ASCII.GetString(values.Base64(12 + values.Next(30))),
                2 => values.Text(4 + values.Next(12)),
                _ => $"!{Encoding.ASCII.GetString(values.Base64(18))}:example.org",
            };
            form.Append(i == 0 ? "" : "&").Append(CultureInfo.InvariantCulture, $"f{i}={Uri.EscapeDataString(value)}.{number}.{i}");
        }

        return new("POST", "/v1/form", "application/x-www-form-urlencoded", "token", Encoding.ASCII.GetBytes(form.ToString()));
    }

    /// <summary>One hostile value, in the query, a form, JSON or a header in turn.</summary>
    private static FirewallRequest Hostile(SampleValues values, int place)
    {
        var bytes = values.Next(4) == 0 ? values.Bytes(60 + values.Next(100)) : values.Shards(60 + values.Next(200));
        var escaped = string.Concat(bytes.Select(one => char.IsAsciiLetterOrDigit((char)one) ? ((char)one).ToString() : $"%{one:X2}"));
        return (place % 4) switch
        {
            0 => new("GET", $"/v1/search?q={escaped}", null, "token", []),
            1 => new("POST", "/v1/form", "application/x-www-form-urlencoded", "token", Encoding.ASCII.GetBytes($"q={escaped}")),
            2 => new("POST", "/v1/json", "application/json", "token", Encoding.UTF8.GetBytes(new System.Text.Json.Nodes.JsonObject { ["q"] = Encoding.Latin1.GetString(bytes) }.ToJsonString())),
            _ => new("GET", "/v1/token", null, Encoding.ASCII.GetString(bytes), []),
        };
    }

    // Resident is what it is at that moment, with all that the garbage collector has not given back.
    private static (long Heap, long Resident) Measure()
    {
        var resident = Environment.WorkingSet;
        return (GC.GetTotalMemory(forceFullCollection: true), resident);
    }

    private static string Mebibytes(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
