using Bulwark.Pki.Acme;
using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Acme;

/// <summary>Answers a CA that asks for the proof of a name over plain HTTP (RFC 8555 section 8.3).</summary>
internal static class Http01Answer
{
    private const string Prefix = "/.well-known/acme-challenge/";

    /// <summary>The answer to a target below the well-known path; null: the target is another one.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="target">As it came, byte for byte.</param>
    /// <param name="challenges">What is being proved.</param>
    public static IResult? TryAnswer(string method, string target, PendingChallenges challenges)
    {
        if (!target.StartsWith(Prefix, StringComparison.Ordinal))
            return null;

        return (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && challenges.AuthorizationOf(target[Prefix.Length..]) is { } proof
            ? TypedResults.Bytes(System.Text.Encoding.ASCII.GetBytes(proof), "application/octet-stream")
            : ProxyAnswer.NotFound(AnswerProtocol.Plain);
    }
}
