using System.Collections.Frozen;
using Bulwark.Core.Routing;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>
/// The public path table, in order: the first line that fits acts. It comes after the rules of the settings. Paths that must not exist in public have been answered
/// before (<see cref="Proxy.RequestPath.PathRule"/>).
/// </summary>
internal sealed class PublicPathTable
{
    private const string CognitoTarget = "X-Amz-Target";
    private const string PreflightMethod = "Access-Control-Request-Method";

    private static readonly FrozenSet<string> Post = new[] { HttpMethods.Post }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The operations of the Cognito JSON API that clients may call; the others are for operators.</summary>
    private static readonly FrozenSet<string> CognitoOperations = new[]
    {
        "InitiateAuth", "RespondToAuthChallenge", "GetUser", "GlobalSignOut", "RevokeToken", "ForgotPassword", "ConfirmForgotPassword", "ChangePassword",
        "AssociateSoftwareToken", "VerifySoftwareToken",
    }.Select(operation => "AWSCognitoIdentityProviderService." + operation).ToFrozenSet(StringComparer.Ordinal);

    private readonly PublicPathRule[] _rules;

    /// <param name="groups">Where requests can go.</param>
    /// <param name="poolId">Name of the user pool, the last part of the issuer.</param>
    public PublicPathTable(TargetGroupTable groups, string poolId)
    {
        var (homeserver, dataApi, identity, mcp) = (groups.Get(Tiers.Homeserver), groups.Get(Tiers.DataApi), groups.Get(Tiers.Identity), groups.Get(Tiers.Mcp));
        _rules =
        [
            To(homeserver, "/_matrix/*"),
            To(homeserver, "/_synapse/client/*"),
            To(homeserver, "/.well-known/matrix/*"),
            To(dataApi, "/v1/graphql"),
            To(dataApi, "/v1alpha1/graphql"),
            To(dataApi, "/v1/version"),
            To(dataApi, "/healthz"),
            To(mcp, "/mcp"),
            To(mcp, "/.well-known/oauth-protected-resource*"),
            To(identity, "/oauth2/*"),
            To(identity, "/login"),
            To(identity, "/logout"),
            To(identity, "/.well-known/openid-configuration*"),
            To(identity, "/.well-known/oauth-authorization-server*"),
            To(identity, "/.well-known/jwks.json"),
            To(identity, $"/{poolId}/.well-known/*"),
            To(identity, "/") with { Method = HttpMethods.Post, Header = new(CognitoTarget, CognitoOperations) },

            // A browser asks before it posts with such a header (CORS preflight, Fetch standard section 4.8); its question does not carry it.
            To(identity, "/") with { Method = HttpMethods.Options, Header = new(PreflightMethod, Post) },
            new PublicPathRule
            {
                Path = new("/"),
                Method = HttpMethods.Post,
                Header = new(CognitoTarget),
                Action = new RuleAction.Answer(ProxyAnswer.UnknownOperation()),
            },
        ];
    }

    /// <summary>What is done with a request; null when no line fits.</summary>
    public RuleAction? Find(HttpContext context)
    {
        var path = RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        foreach (var rule in _rules)
        {
            if (rule.Matches(path, context.Request))
                return rule.Action;
        }

        return null;
    }

    private static PublicPathRule To(TargetGroup group, string path) => new() { Path = new(path), Action = new RuleAction.Forward(new WeightedGroups(group)) };
}
