namespace Bulwark.Core.Hosting;

/// <summary>
/// One exchange at a time in a tier: a new revision of the settings, and the same settings with files read again, must not overtake each other, or the older one of
/// two could stay in force.
/// </summary>
public sealed class SettingsGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);
    private int _exchanges;

    /// <summary>How often something has been put into force. What was prepared before the last time may have read files that have changed since.</summary>
    public int Exchanges => Volatile.Read(ref _exchanges);

    /// <summary>Runs an action alone.</summary>
    public async Task RunAsync(Action action, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            action();
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Prepares and puts into force in one go: how a tier reads its files again (<see cref="ISettingsSwap{TOptions}.PrepareAgain"/>).</summary>
    /// <exception cref="OperatorException">What <paramref name="prepare"/> says; nothing was changed.</exception>
    public Task ExchangeAsync(Func<IPreparedSettings> prepare, CancellationToken cancellationToken) => RunAsync(() => PutIntoForce(prepare()), cancellationToken);

    /// <summary>Puts prepared settings into force and disposes of them. Only inside <see cref="RunAsync"/>.</summary>
    internal void PutIntoForce(IPreparedSettings prepared)
    {
        using (prepared)
            prepared.PutIntoForce();

        Interlocked.Increment(ref _exchanges);
    }

    /// <inheritdoc />
    public void Dispose() => _free.Dispose();
}
