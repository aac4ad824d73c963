using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>
/// The cookie that keeps a client at its target: which target (a hash of its address), until when, and an HMAC over both with the group's own key. What is not ours, has been
/// changed or is over counts as no cookie at all.
/// </summary>
internal sealed class StickyCookie
{
    private const int TagLength = 8;
    private const int Signed = TagLength + sizeof(long);
    private const int Length = Signed + 16;

    private readonly string _name;
    private readonly TimeSpan _duration;
    private readonly byte[] _key;
    private readonly TimeProvider _time;
    private readonly ulong[] _tags;

    /// <param name="options">Its name and how long it is good for.</param>
    /// <param name="key">The group's key.</param>
    /// <param name="addresses">The targets' addresses, in the order of their indexes.</param>
    /// <param name="time">The clock.</param>
    public StickyCookie(StickinessOptions options, byte[] key, IEnumerable<string> addresses, TimeProvider time)
    {
        (_name, _duration, _key, _time) = (options.Cookie!, options.Duration, key, time);
        _tags = [.. addresses.Select(address => BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(address))))];
    }

    /// <summary>The index of the target that the request's cookie names; -1 without a good one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isFresh">True when it need not be renewed yet.</param>
    public int Read(HttpRequest request, out bool isFresh)
    {
        isFresh = false;
        var text = RequestCookie.Find(request.Headers.Cookie, _name);
        Span<byte> value = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length)
            || Base64Url.DecodeFromChars(text, value, out _, out var length) != OperationStatus.Done || length != Length)
        {
            return -1;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, value[..Signed], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected[..(Length - Signed)], value[Signed..]))
            return -1;

        var left = BinaryPrimitives.ReadInt64BigEndian(value[TagLength..]) - _time.GetUtcNow().ToUnixTimeSeconds();
        isFresh = left > _duration.TotalSeconds / 2;
        return left > 0 ? Array.IndexOf(_tags, BinaryPrimitives.ReadUInt64BigEndian(value)) : -1;
    }

    /// <summary>The <c>Set-Cookie</c> that names a target.</summary>
    public string Create(int target)
    {
        Span<byte> value = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(value, _tags[target]);
        BinaryPrimitives.WriteInt64BigEndian(value[TagLength..], (_time.GetUtcNow() + _duration).ToUnixTimeSeconds());
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, value[..Signed], mac);
        mac[..(Length - Signed)].CopyTo(value[Signed..]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_name}={Base64Url.EncodeToString(value)}; Max-Age={(long)_duration.TotalSeconds}; Path=/; Secure; HttpOnly; SameSite=Lax");
    }
}
