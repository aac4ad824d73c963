using System.Globalization;

namespace Bulwark.Homeserver.Protocol;

/// <summary>Matrix server names: a host name, perhaps with a port.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/appendices/#server-name"/>
internal static class ServerName
{
    private const int MaxLength = 230;

    public static bool IsValid(string name)
    {
        var colon = name.LastIndexOf(':');
        var host = colon < 0 ? name : name[..colon];
        return name.Length <= MaxLength && host.Length > 0 && host.All(IsHostCharacter) && (colon < 0 || IsPort(name[(colon + 1)..]));
    }

    // Upper case would make two spellings of one server, and so of one user.
    private static bool IsHostCharacter(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '-';

    private static bool IsPort(string text) =>
        text.Length is > 0 and <= 5 && text.All(char.IsAsciiDigit) && int.Parse(text, CultureInfo.InvariantCulture) is > 0 and <= 65_535;
}
