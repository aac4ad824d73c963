using System.Collections.Frozen;
using Bulwark.Core.Routing;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>
/// The public path table, in order: the first rule that fits acts. What no rule names is redirected, never forwarded. Paths that must not exist in public have been
/// answered before (<see cref="Proxy.RequestPath.PathRule"/>).
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

    private readonly ListenerRule[] _rules;
    private readonly RuleAction _default;

    /// <param name="groups">Where requests can go.</param>
    /// <param name="poolId">Name of the user pool, the last part of the issuer.</param>
    /// <param name="landingUrl">Where everything else is sent.</param>
    public PublicPathTable(TargetGroupTable groups, string poolId, Uri landingUrl)
    {
        _default = new RuleAction.Answer(new LandingRedirect(landingUrl));
        _rules =
        [
            To(groups.Homeserver, "/_matrix/*"),
            To(groups.Homeserver, "/_synapse/client/*"),
            To(groups.Homeserver, "/.well-known/matrix/*"),
            To(groups.DataApi, "/v1/graphql"),
            To(groups.DataApi, "/v1alpha1/graphql"),
            To(groups.DataApi, "/v1/version"),
            To(groups.DataApi, "/healthz"),
            To(groups.Mcp, "/mcp"),
            To(groups.Mcp, "/.well-known/oauth-protected-resource*"),
            To(groups.Identity, "/oauth2/*"),
            To(groups.Identity, "/login"),
            To(groups.Identity, "/logout"),
            To(groups.Identity, "/.well-known/openid-configuration*"),
            To(groups.Identity, "/.well-known/oauth-authorization-server*"),
            To(groups.Identity, "/.well-known/jwks.json"),
            To(groups.Identity, $"/{poolId}/.well-known/*"),
            To(groups.Identity, "/") with { Method = HttpMethods.Post, Header = new(CognitoTarget, CognitoOperations) },

            // A browser asks before it posts with such a header (CORS preflight, Fetch standard section 4.8); its question does not carry it.
            To(groups.Identity, "/") with { Method = HttpMethods.Options, Header = new(PreflightMethod, Post) },
            new ListenerRule
            {
                Path = new("/"),
                Method = HttpMethods.Post,
                Header = new(CognitoTarget),
                Action = new RuleAction.Answer(ProxyAnswer.UnknownOperation()),
            },
        ];
    }

    /// <summary>What is done with a request.</summary>
    public RuleAction Find(HttpContext context)
    {
        var path = RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        foreach (var rule in _rules)
        {
            if (rule.Matches(path, context.Request))
                return rule.Action;
        }

        return _default;
    }

    private static ListenerRule To(ForwardTarget target, string path) => new() { Path = new(path), Action = new RuleAction.Forward(target) };
}
