using System.Globalization;

namespace Bulwark.Waf.Parsing;

/// <summary>How the number of a rule is read.</summary>
internal static class RuleId
{
    /// <summary>A whole number from 1 to 2147483647, in digits only.</summary>
    public static bool TryParse(string text, out int id) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
}
