namespace Bulwark.Homeserver.Streams;

/// <summary>One waiting <c>/sync</c>. It is registered before the stream is looked at, so that nothing falls between looking and waiting.</summary>
internal sealed class Waiter : IDisposable
{
    private readonly TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Action<Waiter> _remove;

    public Waiter(string userId, Action<Waiter> remove)
    {
        UserId = userId;
        Woken = _woken.Task;
        _remove = remove;
    }

    public string UserId { get; }

    /// <summary>Ends when something that may concern the user was published.</summary>
    public Task Woken { get; }

    public void Wake() => _woken.TrySetResult();

    /// <inheritdoc />
    public void Dispose() => _remove(this);
}
