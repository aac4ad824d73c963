using System.Buffers;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Firewall.Journal;
using Bulwark.Proxy.RateLimiting.Counting;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Members;

/// <summary>
/// Which signed-in member a request belongs to. A token of the issuer says it itself, once it is verified; of every other bearer token the services behind say it with their answers
/// (<see cref="MemberHeader"/>), and that is remembered.
/// </summary>
public sealed class MemberMemory
{
    private const string Scheme = "Bearer ";
    private const int LongestOnStack = 2048;

    private readonly MemberTable _table;
    private readonly EdgeAuthTable? _auth;
    private readonly KeyedHashes _hashes;
    private readonly Func<string, string> _hash;

    internal MemberMemory(MemberTable table, DataDirectory data, EdgeAuthTable? auth)
    {
        _table = table;
        _auth = auth;
        _hashes = new KeyedHashes(data);
        _hash = HashOf;
    }

    /// <summary>
    /// The keyed hash of the member whom a request belongs to: the same for all devices and tokens of a member, and for all tiers of an instance. Null when nobody is known.
    /// </summary>
    public string? Find(HttpContext context)
    {
        if (!TryRead(context.Request, out var token))
            return null;

        if (_table.Find(KeyOf(token)) is { } known)
            return known.Hash;

        // A token with parts may be one of the issuer's, and those say whose they are.
        return token.Contains('.') && _auth?.UserOf(context) is { } user ? Learn(context, user) : null;
    }

    /// <summary>Whether a request has a credential of which it may yet be learned whose it is.</summary>
    internal static bool MayLearn(HttpContext context) => TryRead(context.Request, out _);

    /// <summary>A service has verified the credential of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="member">Whose it is, as the service says.</param>
    /// <returns>The hash of the member.</returns>
    internal string Learn(HttpContext context, string member) =>
        TryRead(context.Request, out var token) ? _table.Learn(KeyOf(token), member, _hash, EdgeAuthTable.EndOf(context)).Hash : HashOf(member);

    /// <summary>A service has refused the credential of a request.</summary>
    internal void Forget(HttpContext context)
    {
        if (TryRead(context.Request, out var token))
            _table.Forget(KeyOf(token));
    }

    /// <summary>The one bearer token, as the services read it (RFC 6750 section 2.1). They take it from nowhere else.</summary>
    private static bool TryRead(HttpRequest request, out ReadOnlySpan<char> token)
    {
        token = request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header.AsSpan(Scheme.Length).Trim() : default;
        return !token.IsEmpty;
    }

    /// <summary>Tokens are ASCII, and half as long so. Of two that are told apart in one form none looks like one in the other.</summary>
    private RateKey KeyOf(ReadOnlySpan<char> token)
    {
        var hash = new KeyedHash(_table.Key);
        Span<byte> ascii = stackalloc byte[LongestOnStack];
        var isShort = Ascii.FromUtf16(token, ascii, out var count) == OperationStatus.Done;
        hash.Add(isShort ? 0UL : 1);
        if (isShort)
            hash.Add(ascii[..count]);
        else
            hash.Add(token);

        return hash.Finish();
    }

    /// <summary>Names are compared without case, as the issuer and the homeserver do.</summary>
    private string HashOf(string member) => _hashes.Of("member " + member.ToLowerInvariant());
}
