namespace Bulwark.SystemTests.Flips;

/// <summary>How often the lock is changed: with <c>BULWARK_SOAK</c> set as often as the promise says, otherwise as often as a build can afford.</summary>
internal sealed record FlipSize(int Flips, int Revocations)
{
    public static FlipSize Current { get; } = Environment.GetEnvironmentVariable("BULWARK_SOAK") is null ? new(Flips: 5, Revocations: 3) : new(Flips: 50, Revocations: 20);
}
