using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>What is done with a request that no rule fits: a redirect or an answer word by word, exactly one of the two. There is no way to forward it.</summary>
public sealed record DefaultActionOptions : IConfigSection
{
    /// <summary>A redirect.</summary>
    public RedirectOptions? Redirect { get; set; }

    /// <summary>An answer word by word.</summary>
    public FixedResponseOptions? FixedResponse { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Redirect is null == FixedResponse is null)
            yield return at.Error("takes exactly one of redirect and fixedResponse");

        foreach (var error in Redirect?.Validate(at["redirect"]) ?? [])
            yield return error;

        foreach (var error in FixedResponse?.Validate(at["fixedResponse"]) ?? [])
            yield return error;
    }
}
