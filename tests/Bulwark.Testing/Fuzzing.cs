using System.Diagnostics;
using System.Globalization;

namespace Bulwark.Testing;

/// <summary>What tests share that throw anything at a reader.</summary>
public static class Fuzzing
{
    // Long even on a busy machine: what takes longer hangs, or soon would with a longer input.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long a run lasts that is asked for by name: as many seconds as <c>BULWARK_FUZZ</c> says, else 60.</summary>
    public static int Seconds { get; } = Environment.GetEnvironmentVariable("BULWARK_FUZZ") is { Length: > 0 } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : 60;

    /// <summary>Fails when the reading takes so long that it must count as a hang.</summary>
    public static void Bounded(Action read)
    {
        var watch = Stopwatch.StartNew();
        read();
        if (watch.Elapsed > Patience)
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"It took {watch.Elapsed.TotalSeconds:0} s."));
    }
}
