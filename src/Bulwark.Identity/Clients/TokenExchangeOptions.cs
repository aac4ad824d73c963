using Bulwark.Core.Configuration;

namespace Bulwark.Identity.Clients;

/// <summary>Which tokens a service may trade for which (RFC 8693): section <c>identity.clients.&lt;id&gt;.tokenExchange</c>.</summary>
public sealed record TokenExchangeOptions : IConfigSection
{
    /// <summary>The service itself: the <c>aud</c> that the callers' access tokens must carry. Default: the chat MCP server, the public URL + <c>/mcp</c>.</summary>
    public string? Resource { get; set; }

    /// <summary>The only <c>aud</c> that the service is given ID tokens for.</summary>
    public string Audience { get; set; } = "bulwark-homeserver";

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Resource is not null && !Uri.IsWellFormedUriString(Resource, UriKind.Absolute))
            yield return at["resource"].Error($"'{Resource}' is no absolute URI");

        if (string.IsNullOrWhiteSpace(Audience))
            yield return at["audience"].Error("is empty: name the audience of the tokens that come out");
    }
}
