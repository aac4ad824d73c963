using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Headers;

/// <summary>What the edge tells browsers with its answers: section <c>edge.securityHeaders</c>. An empty text sends none. <c>X-Content-Type-Options: nosniff</c> always comes.</summary>
public sealed record SecurityHeaderOptions : IConfigSection
{
    /// <summary><c>Strict-Transport-Security</c> (RFC 6797) on every answer.</summary>
    public string StrictTransportSecurity { get; set; } = "max-age=31536000; includeSubDomains";

    /// <summary><c>Referrer-Policy</c> of pages whose origin sets none.</summary>
    public string ReferrerPolicy { get; set; } = "no-referrer";

    /// <summary><c>X-Frame-Options</c> of pages whose origin sets neither it nor a policy of its own: <c>DENY</c> or <c>SAMEORIGIN</c>. <c>frame-ancestors</c> says the same.</summary>
    public string FrameOptions { get; set; } = "DENY";

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (StrictTransportSecurity.Length == 0)
            yield return at["strictTransportSecurity"].Warning("is empty: a browser that once came over https can be led to plain http");
        else if (!StrictTransportSecurity.StartsWith("max-age=", StringComparison.Ordinal))
            yield return at["strictTransportSecurity"].Error($"'{StrictTransportSecurity}' does not start with 'max-age='");

        if (FrameOptions is not ("DENY" or "SAMEORIGIN" or ""))
            yield return at["frameOptions"].Error($"'{FrameOptions}' is neither 'DENY' nor 'SAMEORIGIN'");

        if (!IsHeaderText(StrictTransportSecurity))
            yield return at["strictTransportSecurity"].Error("holds a character that no header may have");
        if (!IsHeaderText(ReferrerPolicy))
            yield return at["referrerPolicy"].Error("holds a character that no header may have");
    }

    private static bool IsHeaderText(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
