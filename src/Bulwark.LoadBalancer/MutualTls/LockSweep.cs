namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Judges every open connection of a listener again, and ends those that are refused.</summary>
internal sealed class LockSweep(TimeProvider time)
{
    /// <summary>Does it now.</summary>
    /// <param name="listener">Whose connections.</param>
    /// <param name="grace">How long a refused connection may go on, so that requests under way are answered. Zero: it is cut at once.</param>
    /// <param name="hasTimePassed">Judge those that were good though the policy is the same: certificates expire, and revocation lists grow old.</param>
    /// <returns>How many have to end.</returns>
    public int Run(LockedListener listener, TimeSpan grace, bool hasTimePassed = false)
    {
        var verdicts = new VerdictCache();
        var ending = new List<OpenConnection>();
        foreach (var open in listener.Connections.All)
        {
            listener.JudgeAgain(open, verdicts, hasTimePassed);
            var mustEnd = open.MustEnd;
            if (mustEnd)
                ending.Add(open);

            // At once: nobody has to wait for the certificates of the others.
            if (mustEnd && grace == TimeSpan.Zero)
                open.Abort();
            else if (mustEnd || open.ShouldReconnect)
                open.RequestClose();
        }

        if (ending.Count > 0 && grace > TimeSpan.Zero)
            _ = AbortAfterAsync(ending, grace);

        return ending.Count;
    }

    /// <summary>A flip back within the grace spares those that it lets in again.</summary>
    private async Task AbortAfterAsync(List<OpenConnection> ending, TimeSpan grace)
    {
        await Task.Delay(grace, time);
        foreach (var open in ending.Where(open => open.MustEnd))
            open.Abort();
    }
}
