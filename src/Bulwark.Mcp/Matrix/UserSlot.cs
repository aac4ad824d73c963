namespace Bulwark.Mcp.Matrix;

/// <summary>A user's place among the sessions: the session, if any, and the turn to make one.</summary>
internal sealed class UserSlot(string userId)
{
    private MatrixSession? _session;

    public string UserId { get; } = userId;

    /// <summary>Held by the one request that signs in; the others wait and find its session. Never disposed: it holds no handle of the system.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public MatrixSession? Session
    {
        get => Volatile.Read(ref _session);
        set => Volatile.Write(ref _session, value);
    }

    /// <summary>Drops a session that turned out to be dead, unless a newer one has taken its place.</summary>
    public void Forget(MatrixSession dead) => Interlocked.CompareExchange(ref _session, null, dead);
}
