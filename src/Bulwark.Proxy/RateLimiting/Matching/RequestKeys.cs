using Bulwark.Proxy.RateLimiting.Counting;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>Makes the keys of a rule.</summary>
internal sealed class RequestKeys
{
    private readonly Characteristic[] _characteristics;
    private readonly KeyedHash _start;
    private readonly bool _countsAddresses;

    /// <param name="options">What tells counters apart.</param>
    /// <param name="key">The secret of the hash.</param>
    /// <param name="fingerprint">The rule.</param>
    /// <param name="subject">The subject of a request's verified token.</param>
    public RequestKeys(IReadOnlyList<CharacteristicOptions> options, HashKey key, ulong fingerprint, Func<HttpContext, string?>? subject)
    {
        _characteristics = [.. options.Select(option => new Characteristic(option.Type, option.Name ?? "", subject))];
        _countsAddresses = Array.Exists(_characteristics, characteristic => characteristic.IsAddress);
        _start = new KeyedHash(key);
        _start.Add(fingerprint);
    }

    public bool NeedsPath => Array.Exists(_characteristics, characteristic => characteristic.NeedsPath);

    /// <summary>The key of a request. False when it lacks one of the characteristics.</summary>
    public bool TryMake(in RequestView view, out RateKey key)
    {
        key = default;
        var hash = _start;
        foreach (var characteristic in _characteristics)
        {
            if (!characteristic.TryAdd(ref hash, view))
                return false;
        }

        key = hash.Finish();
        return true;
    }

    /// <summary>A key that the request shares with its neighbours: those of its network or, where addresses do not count, whoever has the same few bits.</summary>
    /// <param name="view">The request.</param>
    /// <param name="exact">Its own key.</param>
    /// <param name="level">1 or 2: how many neighbours.</param>
    public RateKey MakeCoarse(in RequestView view, RateKey exact, int level)
    {
        const ulong FewBits = 0xFFFF;
        var hash = _start;
        hash.Add((ulong)level);
        if (_countsAddresses)
            Characteristic.AddAddress(ref hash, view, level);
        else
            hash.Add(exact.High & FewBits);

        return hash.Finish();
    }
}
