using Bulwark.Core.Routing;

namespace Bulwark.Identity.Authorization;

/// <summary>The encoding of forms, which HTTP Basic client authentication uses too (RFC 6749 section 2.3.1 and appendix B).</summary>
internal static class FormText
{
    /// <summary>Decodes a name or a value; false when it has a broken escape or is no UTF-8.</summary>
    public static bool TryDecode(string text, out string decoded) => RawPath.TryDecode(text.Replace('+', ' '), out decoded);
}
