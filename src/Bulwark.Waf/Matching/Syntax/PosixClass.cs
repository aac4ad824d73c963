namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Tells <c>[:name:]</c>, <c>[.name.]</c> and <c>[=name=]</c> from a bracket that happens to be followed by such a character, as PCRE2 does.</summary>
internal static class PosixClass
{
    /// <summary>Looks at what follows a bracket: where the name's end mark begins; -1 when it is no such name.</summary>
    public static int FindEnd(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)':' or (byte)'.' or (byte)'=', _, _, ..])
            return -1;

        for (var i = 1; i + 1 < text.Length; i++)
        {
            if (text[i] == '\\' && text[i + 1] is (byte)']' or (byte)'\\')
                i++;
            else if (text[i] == ']' || (text[i] == '[' && text[i + 1] == text[0]))
                return -1;
            else if (text[i] == text[0] && text[i + 1] == ']')
                return i;
        }

        return -1;
    }
}
