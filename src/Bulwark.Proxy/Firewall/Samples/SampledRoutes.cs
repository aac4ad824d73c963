using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Bulwark.Core.Routing;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Firewall.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>
/// The routes that samples are taken of: those on which people write to each other and ask for data. None on which they sign in, change a password or a key, or get a token is among
/// them, and a route that is not known is not either.
/// </summary>
internal static class SampledRoutes
{
    /// <summary>What follows <c>/_matrix/client/VERSION/</c>.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Matrix =
        new[] { "rooms", "createRoom", "join", "knock", "search", "user_directory", "publicRooms", "profile", "presence", "sync", "media" }
            .ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<string> SecretWords = SearchValues.Create(["passw", "token", "secret", "credential", "authorization", "assertion"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether samples of a request may be taken.</summary>
    public static bool Has(HttpContext context, ReadOnlySpan<byte> body) => AnswerProtocols.Of(context) switch
    {
        AnswerProtocol.Matrix => IsConversation(RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)),

        // A document may bind what it calls 'password' to a variable that it calls 'text'.
        AnswerProtocol.GraphQL => !Encoding.Latin1.GetString(body).AsSpan().ContainsAny(SecretWords),
        AnswerProtocol.Mcp => true,
        AnswerProtocol.Cognito or AnswerProtocol.OAuth or AnswerProtocol.Hasura or AnswerProtocol.Plain => false,
    };

    /// <summary><c>/_matrix/client/v3/rooms/...</c> and <c>/_matrix/media/...</c>.</summary>
    private static bool IsConversation(ReadOnlySpan<char> path) => path.StartsWith("/_matrix/media/") || Matrix.Contains(CredentialRoutes.MatrixApi(path));
}
