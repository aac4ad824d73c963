namespace Bulwark.Admin.Access;

/// <summary>The sessions of browsers, in memory: a restart ends them all.</summary>
internal sealed class AdminSessions(TimeProvider time)
{
    /// <summary>A session that is not used ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    /// <summary>A session ends after this, used or not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AdminSession> _byHash = new(StringComparer.Ordinal);

    /// <summary>Begins a session and gives its secret. Their number is bounded by that of links.</summary>
    public (string Secret, AdminSession Session) Begin()
    {
        var now = time.GetUtcNow();
        var secret = SecretToken.Create();
        var hash = SecretToken.HashOf(secret);
        var session = new AdminSession(SecretToken.IdOf(hash), now, now);
        lock (_lock)
        {
            foreach (var (old, ended) in _byHash.Where(entry => HasEnded(entry.Value, now)).ToArray())
                _byHash.Remove(old);

            _byHash.Add(hash, session);
        }

        return (secret, session);
    }

    /// <summary>The session of this secret, used now; null when there is none or it has ended.</summary>
    public AdminSession? Use(string secret)
    {
        var now = time.GetUtcNow();
        var hash = SecretToken.HashOf(secret);
        lock (_lock)
        {
            if (!_byHash.TryGetValue(hash, out var session))
                return null;

            if (HasEnded(session, now))
            {
                _byHash.Remove(hash);
                return null;
            }

            return _byHash[hash] = session with { UsedAt = now };
        }
    }

    /// <summary>Ends a session.</summary>
    public void End(string secret)
    {
        lock (_lock)
            _byHash.Remove(SecretToken.HashOf(secret));
    }

    private static bool HasEnded(AdminSession session, DateTimeOffset now) => now - session.UsedAt >= Idle || now - session.BeganAt >= Longest;
}
