using System.Collections.Frozen;
using Bulwark.Core.Routing;
using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>
/// The routes on which people sign in, change a password or a key, or get a token. A rule may match such a request's body as a whole, or a field of a made-up name: so of none of its fields
/// anything is kept but the name.
/// </summary>
internal static class CredentialRoutes
{
    /// <summary>What follows <c>/_matrix/client/VERSION/</c>.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Matrix =
        new[] { "login", "register", "refresh", "account", "devices", "delete_devices", "keys", "room_keys", "sendToDevice", "dehydrated_device", "validate", "auth" }
            .ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a request is one of them.</summary>
    public static bool Has(HttpContext context) => AnswerProtocols.Of(context) switch
    {
        AnswerProtocol.Cognito or AnswerProtocol.OAuth => true,
        AnswerProtocol.Matrix => Matrix.Contains(MatrixApi(RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))),
        AnswerProtocol.GraphQL or AnswerProtocol.Hasura or AnswerProtocol.Mcp or AnswerProtocol.Plain => false,
    };

    /// <summary><c>rooms</c> of <c>/_matrix/client/v3/rooms/...</c>; empty for a path of another kind.</summary>
    public static ReadOnlySpan<char> MatrixApi(ReadOnlySpan<char> path)
    {
        const string Client = "/_matrix/client/";
        if (!path.StartsWith(Client))
            return [];

        var rest = path[Client.Length..];
        var version = rest.IndexOf('/');
        if (version < 0)
            return [];

        rest = rest[(version + 1)..];
        var end = rest.IndexOf('/');
        return end < 0 ? rest : rest[..end];
    }
}
