using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bulwark.Waf.Acl.Rates;

/// <summary>Counts of requests in a sliding window, one for each key, in memory of a fixed size.</summary>
/// <remarks>
/// Keys are hashed with a secret of the process. Each may lie in eight places; when all are taken, the one with the fewest requests gives way, so that a
/// flood of new keys pushes out its own before those that are near the limit. The window moves in ten steps, and of the oldest step counts the part
/// that still lies in the window.
/// </remarks>
internal sealed class RateTable
{
    private const int Places = 8;
    private const int Sets = 8192; // a power of two
    private const int Locks = 64;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Locks).Select(_ => new Lock())];
    private readonly RateEntry[] _entries = new RateEntry[Sets * Places];
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly long _step;

    public RateTable(RateWindow window, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _step = window.Length.Ticks / RateEntry.Steps;
    }

    /// <summary>The hash under which a key is counted.</summary>
    public void Hash(ReadOnlySpan<byte> key, Span<byte> hash) => HMACSHA256.HashData(_secret, key, hash);

    /// <summary>Counts a request.</summary>
    /// <returns>How many there were in the window that ends now, with this one.</returns>
    public double Count(ReadOnlySpan<byte> hash)
    {
        var key = BinaryPrimitives.ReadUInt128LittleEndian(hash) | 1; // 0 stands for a place that is free
        var set = BinaryPrimitives.ReadInt32LittleEndian(hash[16..]) & (Sets - 1);
        var elapsed = _time.GetElapsedTime(_start).Ticks;
        var (step, part) = (elapsed / _step, elapsed % _step / (double)_step);
        lock (_locks[set % Locks])
        {
            ref var entry = ref Find(_entries.AsSpan(set * Places, Places), key, step, part);
            entry.Add(step);
            return entry.Estimate(part);
        }
    }

    private static ref RateEntry Find(Span<RateEntry> places, UInt128 key, long step, double part)
    {
        var least = 0;
        var fewest = double.MaxValue;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].Key == key)
                return ref places[i];

            places[i].MoveTo(step);
            var requests = places[i].Key == 0 ? -1 : places[i].Estimate(part);
            if (requests < fewest)
                (least, fewest) = (i, requests);
        }

        places[least] = new RateEntry { Key = key };
        places[least].MoveTo(step);
        return ref places[least];
    }
}
