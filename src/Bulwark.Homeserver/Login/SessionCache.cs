namespace Bulwark.Homeserver.Login;

/// <summary>The sessions in memory, by the hash of their access token and by user. Not safe for several threads at once.</summary>
internal sealed class SessionCache
{
    private const int MaxSessions = 100_000;

    private readonly BoundedCache<string, Session> _sessions;
    private readonly Dictionary<string, HashSet<string>> _keysOfUsers = new(StringComparer.Ordinal);

    public SessionCache() => _sessions = new BoundedCache<string, Session>(MaxSessions, StringComparer.Ordinal, Unlink);

    public bool TryGet(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Session? session) => _sessions.TryGet(key, out session);

    public void Set(string key, Session session)
    {
        _sessions.Set(key, session);
        if (!_keysOfUsers.TryGetValue(session.UserId, out var keys))
            _keysOfUsers.Add(session.UserId, keys = new HashSet<string>(StringComparer.Ordinal));

        keys.Add(key);
    }

    /// <summary>Forgets the sessions of a user.</summary>
    public void Remove(string userId)
    {
        foreach (var key in _keysOfUsers.GetValueOrDefault(userId, []).ToList())
            _sessions.Remove(key);
    }

    private void Unlink(string key, Session session)
    {
        var keys = _keysOfUsers[session.UserId];
        keys.Remove(key);
        if (keys.Count == 0)
            _keysOfUsers.Remove(session.UserId);
    }
}
