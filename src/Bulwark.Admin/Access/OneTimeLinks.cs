namespace Bulwark.Admin.Access;

/// <summary>The links that are waiting to be redeemed, in memory: a restart ends them all.</summary>
internal sealed class OneTimeLinks(TimeProvider time)
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>No more links than this are made within <see cref="Lifetime"/>.</summary>
    internal const int MostAtATime = 20;

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _madeAt = [];
    private readonly Dictionary<string, DateTimeOffset> _endsAtByHash = new(StringComparer.Ordinal);

    /// <summary>The secret of a new link and when it ends; null when too many were made.</summary>
    public (string Secret, DateTimeOffset EndsAt)? Create()
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            Forget(now);
            if (_madeAt.Count >= MostAtATime)
                return null;

            var secret = SecretToken.Create();
            _madeAt.Enqueue(now);
            _endsAtByHash.Add(SecretToken.HashOf(secret), now + Lifetime);
            return (secret, now + Lifetime);
        }
    }

    /// <summary>The link could be redeemed now.</summary>
    public bool IsGood(string secret)
    {
        lock (_lock)
            return _endsAtByHash.TryGetValue(SecretToken.HashOf(secret), out var endsAt) && time.GetUtcNow() < endsAt;
    }

    /// <summary>Redeems a link: true once.</summary>
    public bool TryRedeem(string secret)
    {
        lock (_lock)
            return _endsAtByHash.Remove(SecretToken.HashOf(secret), out var endsAt) && time.GetUtcNow() < endsAt;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_madeAt.TryPeek(out var first) && now - first >= Lifetime)
            _madeAt.Dequeue();

        foreach (var (hash, endsAt) in _endsAtByHash.ToArray())
        {
            if (now >= endsAt)
                _endsAtByHash.Remove(hash);
        }
    }
}
