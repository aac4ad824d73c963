using System.Diagnostics;
using System.Globalization;

namespace Bulwark.SystemTests.Attacks;

/// <summary>The resident set of a tier's process, in MiB: before an attack, at its height, and after it.</summary>
internal sealed class ResidentMemory(string tier, int process)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Longer than it takes until an idle process gives back what a load needed: else the level before an attack would be that of a busy one.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(4);

    private Repeating? _looking;
    private TimeSpan _took;

    public double Before { get; private set; }

    public double Most { get; private set; }

    public double After { get; private set; }

    /// <summary>Waits until the process is calm, and looks at its height from then on.</summary>
    public async Task BeginAsync()
    {
        Before = await SettledAsync();
        _looking = new Repeating(Interval, () => Most = Math.Max(Most, Read()));
    }

    /// <summary>Waits until the process has given back what it took, to so many times what it held before; it looks for that once a minute.</summary>
    public async Task EndAsync(double mostGrowth)
    {
        await _looking!.StopAsync();
        var clock = Stopwatch.StartNew();
        while ((After = Read()) > Before * mostGrowth && clock.Elapsed < MostWait)
            await Task.Delay(Interval, TestContext.Current.CancellationToken);

        _took = clock.Elapsed;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{tier}: {Before:0} MiB before, {Most:0} at most, {After:0} after {_took.TotalSeconds:0} s ({(After / Before * 100) - 100:+0.0;-0.0} %)");

    /// <summary>What it holds once that has not moved by more than a fiftieth for so long.</summary>
    private async Task<double> SettledAsync()
    {
        var (level, since, clock) = (Read(), TimeSpan.Zero, Stopwatch.StartNew());
        while (clock.Elapsed - since < Calm && clock.Elapsed < MostWait)
        {
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
            var now = Read();
            if (Math.Abs(now - level) > level / 50)
                (level, since) = (now, clock.Elapsed);
        }

        return Read();
    }

    private double Read()
    {
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
