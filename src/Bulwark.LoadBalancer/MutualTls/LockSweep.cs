namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Judges every open connection of a listener again, and ends those that are refused.</summary>
internal sealed class LockSweep(TimeProvider time)
{
    /// <summary>Does it now.</summary>
    /// <param name="listener">Whose connections.</param>
    /// <param name="grace">How long a refused connection may go on, so that requests under way are answered. Zero: it is cut at once.</param>
    /// <param name="hasTimePassed">Judge all, though the policy is the same: certificates expire, and revocation lists grow old.</param>
    /// <returns>How many have to end.</returns>
    public int Run(LockedListener listener, TimeSpan grace, bool hasTimePassed = false)
    {
        var verdicts = new VerdictCache();
        var ending = new List<OpenConnection>();
        foreach (var open in listener.Connections.All)
        {
            listener.JudgeAgain(open, verdicts, hasTimePassed);
            if (open.MustEnd)
                ending.Add(open);
            else if (open.ShouldReconnect)
                open.RequestClose();
        }

        End(ending, grace);
        return ending.Count;
    }

    private void End(List<OpenConnection> ending, TimeSpan grace)
    {
        if (grace > TimeSpan.Zero)
        {
            foreach (var open in ending)
                open.RequestClose();

            if (ending.Count > 0)
                _ = AbortAfterAsync(ending, grace);
            return;
        }

        foreach (var open in ending)
            open.Abort();
    }

    /// <summary>A flip back within the grace spares those that it lets in again.</summary>
    private async Task AbortAfterAsync(List<OpenConnection> ending, TimeSpan grace)
    {
        await Task.Delay(grace, time);
        foreach (var open in ending.Where(open => open.MustEnd))
            open.Abort();
    }
}
