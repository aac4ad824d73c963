using System.Text.RegularExpressions;
using Bulwark.Pki.Acme.Protocol;

namespace Bulwark.Pki.Acme;

/// <summary>Proves to the server that a name is ours (RFC 8555 section 7.5): by a handshake (RFC 8737), or over plain HTTP where the settings say so.</summary>
internal sealed partial class NameProof(AcmeRequest request, AcmeSession session, PendingChallenges challenges, TimeProvider time)
{
    /// <summary>Proves what an authorization is about, unless it is proved already.</summary>
    /// <param name="url">The authorization.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AcmeException">It could not be proved, or is about something else.</exception>
    public async Task RunAsync(Uri url, CancellationToken cancellationToken)
    {
        var answer = await session.ReadAsync(url, cancellationToken);
        var authorization = answer.Read(AcmeJson.Default.AcmeAuthorization, "authorization");
        if (authorization.Status == "valid")
            return;

        var name = NameOf(authorization);
        var challenge = Choose(authorization, name);
        using var shown = Show(name, challenge);

        // A challenge that an attempt before this one has reported already must not be reported again.
        if (challenge.Status == "pending")
            await session.PostAsync(challenge.Url, new AcmeNothing(), AcmeJson.Default.AcmeNothing, cancellationToken);

        while (true)
        {
            answer = await session.ReadAsync(url, cancellationToken);
            authorization = answer.Read(AcmeJson.Default.AcmeAuthorization, "authorization");
            switch (authorization.Status)
            {
                case "valid":
                    return;
                case "pending":
                    await Task.Delay(request.PauseAfter(answer.RetryAfter), time, cancellationToken);
                    break;
                default:
                    throw Unproved(authorization, name);
            }
        }
    }

    /// <summary>Only what we asked for is proved: whoever the server is, it does not choose the names.</summary>
    private string NameOf(AcmeAuthorization authorization) =>
        authorization.Identifier is { Type: "dns", Value: { } value } && request.Names.FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } name
            ? name
            : throw new AcmeException($"The ACME server wants a proof of '{AcmeProblem.Printable(authorization.Identifier.Value)}', which is not what was ordered.");

    private AcmeChallenge Choose(AcmeAuthorization authorization, string name)
    {
        if (authorization.Status != "pending")
            throw Unproved(authorization, name);

        if (authorization.Challenges.FirstOrDefault(challenge => challenge?.Type == request.ChallengeType) is not { } chosen)
        {
            var offered = string.Join(", ", authorization.Challenges.OfType<AcmeChallenge>().Select(challenge => AcmeProblem.Printable(challenge.Type)));
            throw new AcmeException($"The ACME server proves {name} by {offered} only, and not by {request.ChallengeType}.");
        }

        return chosen.Token is { } token && Token().IsMatch(token) ? chosen : throw new AcmeException($"The ACME server gave no usable token for {name}.");
    }

    private PendingChallenges.Shown Show(string name, AcmeChallenge challenge)
    {
        var proof = session.Key.Authorize(challenge.Token!);
        return request.UsesHttp01
            ? challenges.ShowToken(challenge.Token!, proof)
            : challenges.ShowCertificate(name, TlsAlpnCertificate.Create(name, proof, time.GetUtcNow()));
    }

    private AcmeException Unproved(AcmeAuthorization authorization, string name)
    {
        var error = authorization.Challenges.FirstOrDefault(challenge => challenge?.Error is not null)?.Error;
        return new AcmeException($"The ACME server could not prove {name} by {request.ChallengeType}: {error?.ToString() ?? AcmeProblem.Printable(authorization.Status)}.");
    }

    // RFC 8555 section 8.1: base64url of at least 128 bits. It becomes part of a path, and of what is signed.
    [GeneratedRegex("^[A-Za-z0-9_-]{22,256}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
