using Bulwark.Core.Configuration;

namespace Bulwark.Homeserver.Provisioning;

/// <summary>A room that is always there: an entry of <c>homeserver.rooms</c>.</summary>
public sealed record ProvisionedRoomOptions : IConfigSection
{
    /// <summary>The localpart of its alias: <c>staff</c> for <c>#staff:example.org</c>. A new alias makes a new room.</summary>
    public required string Alias { get; set; }

    /// <summary>Its name as people see it.</summary>
    public required string Name { get; set; }

    /// <summary>Whoever is in one of these groups is in the room, and nobody else; an empty list means everyone.</summary>
    public IReadOnlyList<string> Groups { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Alias.Length is 0 or > 100 || !Alias.All(IsAllowed))
            yield return at["alias"].Error($"'{Alias}' is not an alias: 1 to 100 lower-case letters, digits and -_.");

        if (Name.Length is 0 or > 255)
            yield return at["name"].Error("has 1 to 255 characters");

        if (Groups.Any(string.IsNullOrEmpty))
            yield return at["groups"].Error("has an empty name");
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_' or '.';
}
