using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Firewall;

/// <summary>The OWASP Core Rule Set, which does not come with the program: where the operator has put it.</summary>
public sealed record CoreRuleSetOptions : IConfigSection
{
    /// <summary>The group of its rules.</summary>
    internal const string Group = "crs";

    /// <summary>The folder: as it was unpacked, or as a package of the system installs it.</summary>
    public required string Folder { get; set; }

    /// <summary>The file with its settings, <c>crs-setup.conf</c>. Default: the one in the folder, or the one that the package names.</summary>
    public string? Setup { get; set; }

    /// <summary>How eager it is: 1 to 4. Default: what its settings say, and 1 if they say nothing.</summary>
    public int? Paranoia { get; set; }

    /// <summary>
    /// What the rules are told of the site. <c>chat</c>, the default: Matrix and GraphQL, so that their methods are allowed and people may write about SQL, shells and HTML;
    /// single tags are taken away from single places, and rules of our own stand in for them. <c>none</c>: the rules as they are, which take most of a chat for an attack.
    /// </summary>
    public CoreRuleSetProfile Profile { get; set; } = CoreRuleSetProfile.Chat;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (string.IsNullOrWhiteSpace(Folder))
            yield return at["folder"].Error("is empty: name the folder with the rules");

        if (Setup is not null && string.IsNullOrWhiteSpace(Setup))
            yield return at["setup"].Error("is empty: name the file, or leave the key out for the one of the folder");

        if (Paranoia is < 1 or > 4)
            yield return at["paranoia"].Error($"{Paranoia} is out of range: 1 to 4");
    }
}
