using System.Collections.Concurrent;

namespace Bulwark.Jwt;

/// <summary>
/// The tokens that were believed last, in two halves: when the younger one is full it becomes the older one, and what nobody has shown again since goes. Only the issuer can
/// add to it, so nobody else can push anything out.
/// </summary>
/// <param name="capacity">How many tokens are remembered at most.</param>
internal sealed class BelievedTokens(int capacity)
{
    private readonly Lock _gate = new();
    private volatile ConcurrentDictionary<TokenDigest, VerifiedToken> _young = new();
    private volatile ConcurrentDictionary<TokenDigest, VerifiedToken> _old = new();
    private int _count;

    /// <summary>What the token said; null when it is not remembered.</summary>
    public VerifiedToken? Find(TokenDigest digest)
    {
        if (_young.TryGetValue(digest, out var token))
            return token;

        if (_old.TryGetValue(digest, out token))
            Add(digest, token);

        return token;
    }

    /// <summary>Remembers a token, or what it says now.</summary>
    public void Add(TokenDigest digest, VerifiedToken token)
    {
        lock (_gate)
        {
            if (!_young.TryAdd(digest, token))
            {
                _young[digest] = token;
                return;
            }

            if (++_count <= capacity / 2)
                return;

            _old = _young;
            _young = new ConcurrentDictionary<TokenDigest, VerifiedToken>();
            _count = 0;
        }
    }
}
