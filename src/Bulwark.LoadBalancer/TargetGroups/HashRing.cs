using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>
/// A hash ring: every target has many points on it, and a key belongs to the first point that follows it. When a target leaves, its keys alone move. The points depend on the
/// addresses only, so that every load balancer with the same targets says the same.
/// </summary>
internal sealed class HashRing
{
    private const int PointsPerDigest = 4;
    private const int DigestsPerTarget = 40;

    private readonly ulong[] _points;
    private readonly byte[] _owners;

    /// <param name="addresses">The targets' addresses, in the order of their indexes.</param>
    public HashRing(IReadOnlyList<string> addresses)
    {
        var points = addresses.SelectMany((address, index) => PointsOf(address).Select(point => (Point: point, Owner: (byte)index))).OrderBy(pair => pair).ToArray();
        _points = Array.ConvertAll(points, pair => pair.Point);
        _owners = Array.ConvertAll(points, pair => pair.Owner);
    }

    /// <summary>The usable target that a key belongs to; -1 when there is none.</summary>
    public int Find(ulong hash, ulong usable)
    {
        var start = Array.BinarySearch(_points, hash);
        start = start < 0 ? ~start : start;
        for (var i = 0; i < _points.Length; i++)
        {
            var owner = _owners[(start + i) % _points.Length];
            if ((usable & (1UL << owner)) != 0)
                return owner;
        }

        return -1;
    }

    private static IEnumerable<ulong> PointsOf(string address)
    {
        for (var i = 0; i < DigestsPerTarget; i++)
        {
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{address}#{i}")));
            for (var j = 0; j < PointsPerDigest; j++)
                yield return BinaryPrimitives.ReadUInt64BigEndian(digest.AsSpan(j * sizeof(ulong)));
        }
    }
}
