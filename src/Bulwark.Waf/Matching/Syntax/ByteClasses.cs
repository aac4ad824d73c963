namespace Bulwark.Waf.Matching.Syntax;

/// <summary>The named sets of PCRE in the C locale: <c>\d</c> and its like, <c>[:alpha:]</c> and its like.</summary>
internal static class ByteClasses
{
    private static readonly ByteSet Lower = ByteSet.Range('a', 'z');
    private static readonly ByteSet Upper = ByteSet.Range('A', 'Z');
    private static readonly ByteSet Space = ByteSet.Range('\t', '\r') | ByteSet.Of(' ');
    private static readonly ByteSet Graph = ByteSet.Range('!', '~');
    private static readonly ByteSet HorizontalSpace = ByteSet.Of('\t') | ByteSet.Of(' ') | ByteSet.Of(0xA0);
    private static readonly ByteSet VerticalSpace = ByteSet.Range('\n', '\r') | ByteSet.Of(0x85);

    /// <summary>Everything but the newline: <c>\N</c>, and the dot after <c>(?-s)</c>.</summary>
    public static ByteSet NotNewline { get; } = ~ByteSet.Of('\n');

    /// <summary>The set that an escape letter stands for, as <c>d</c> in <c>\d</c>; null when it stands for none.</summary>
    public static ByteSet? OfEscape(int letter) => letter switch
    {
        'd' => ByteSet.Digit,
        'D' => ~ByteSet.Digit,
        'w' => ByteSet.Word,
        'W' => ~ByteSet.Word,
        's' => Space,
        'S' => ~Space,
        'h' => HorizontalSpace,
        'H' => ~HorizontalSpace,
        'v' => VerticalSpace,
        'V' => ~VerticalSpace,
        _ => null,
    };

    /// <summary>The set of a POSIX name; null when there is no such name.</summary>
    /// <remarks>Case-insensitive, <c>[:upper:]</c> and <c>[:lower:]</c> are <c>[:alpha:]</c>; that follows from folding the set.</remarks>
    public static ByteSet? OfPosixName(ReadOnlySpan<byte> name) => System.Text.Encoding.Latin1.GetString(name) switch
    {
        "alpha" => Lower | Upper,
        "lower" => Lower,
        "upper" => Upper,
        "alnum" => Lower | Upper | ByteSet.Digit,
        "ascii" => ByteSet.Range(0, 127),
        "blank" => ByteSet.Of('\t') | ByteSet.Of(' '),
        "cntrl" => ByteSet.Range(0, 31) | ByteSet.Of(127),
        "digit" => ByteSet.Digit,
        "graph" => Graph,
        "print" => Graph | ByteSet.Of(' '),
        "punct" => Graph & ~(Lower | Upper | ByteSet.Digit),
        "space" => Space,
        "word" => ByteSet.Word,
        "xdigit" => ByteSet.Digit | ByteSet.Range('a', 'f') | ByteSet.Range('A', 'F'),
        _ => null,
    };
}
