using System.Runtime.InteropServices;

namespace Bulwark.Waf.Tests.Matching;

/// <summary>PCRE2 itself (Debian's <c>libpcre2-8-0</c>), asked with the options of libmodsecurity. Without the library the tests fail.</summary>
internal sealed unsafe partial class Pcre2 : IDisposable
{
    private const uint Multiline = 0x400;
    private const uint DotAll = 0x20;
    private const uint NoAutoPossess = 0x4000;
    private const int NoMatch = -1;
    private const int MatchLimit = -47;
    private const string Library = "libpcre2-8.so.0";
    private readonly nint _code;
    private readonly nint _data;
    private readonly nint _context;

    private Pcre2(nint code)
    {
        _code = code;
        _data = pcre2_match_data_create_from_pattern_8(code, 0);
        _context = pcre2_match_context_create_8(0);
        _ = pcre2_set_match_limit_8(_context, 2_000_000);
        _ = pcre2_set_depth_limit_8(_context, uint.MaxValue);
        _ = pcre2_set_heap_limit_8(_context, uint.MaxValue);
    }

    /// <summary>Null when PCRE2 refuses the pattern.</summary>
    /// <remarks>Debian's 10.42 makes the loop in <c>((([^a]*))((a))?+\n)</c> possessive, though a newline that it took is wanted after it, and so finds nothing
    /// in a newline; without that optimisation it does.</remarks>
    public static Pcre2? TryCompile(ReadOnlySpan<byte> pattern, bool optimises = true)
    {
        fixed (byte* text = pattern)
        {
            int error;
            nuint offset;
            byte none = 0;
            var code = pcre2_compile_8(text is null ? &none : text, (nuint)pattern.Length, Multiline | DotAll | (optimises ? 0 : NoAutoPossess), &error, &offset, 0);
            return code == 0 ? null : new Pcre2(code);
        }
    }

    public int[]? Match(ReadOnlySpan<byte> value) => TryMatch(value, out var ranges) ? ranges : throw new InvalidOperationException("PCRE2 took too long");

    /// <summary>Gives the positions of the first match, -1 for groups that took no part, null when there is none. False when it takes too long.</summary>
    public bool TryMatch(ReadOnlySpan<byte> value, out int[]? ranges)
    {
        ranges = null;
        fixed (byte* text = value)
        {
            byte none = 0;
            var count = pcre2_match_8(_code, text is null ? &none : text, (nuint)value.Length, 0, 0, _data, _context);
            if (count == MatchLimit)
                return false;

            if (count == NoMatch)
                return true;

            Assert.True(count > 0, $"PCRE2 failed with {count}");
            var vector = pcre2_get_ovector_pointer_8(_data);
            ranges = new int[2 * (int)pcre2_get_ovector_count_8(_data)];
            for (var i = 0; i < ranges.Length; i++)
                ranges[i] = i < 2 * count ? (int)vector[i] : -1;

            return true;
        }
    }

    public void Dispose()
    {
        pcre2_match_context_free_8(_context);
        pcre2_match_data_free_8(_data);
        pcre2_code_free_8(_code);
    }

    [LibraryImport(Library)]
    private static partial nint pcre2_compile_8(byte* pattern, nuint length, uint options, int* error, nuint* offset, nint context);

    [LibraryImport(Library)]
    private static partial void pcre2_code_free_8(nint code);

    [LibraryImport(Library)]
    private static partial nint pcre2_match_data_create_from_pattern_8(nint code, nint context);

    [LibraryImport(Library)]
    private static partial void pcre2_match_data_free_8(nint data);

    [LibraryImport(Library)]
    private static partial nint pcre2_match_context_create_8(nint context);

    [LibraryImport(Library)]
    private static partial void pcre2_match_context_free_8(nint context);

    [LibraryImport(Library)]
    private static partial int pcre2_set_match_limit_8(nint context, uint limit);

    [LibraryImport(Library)]
    private static partial int pcre2_set_depth_limit_8(nint context, uint limit);

    [LibraryImport(Library)]
    private static partial int pcre2_set_heap_limit_8(nint context, uint limit);

    [LibraryImport(Library)]
    private static partial int pcre2_match_8(nint code, byte* subject, nuint length, nuint start, uint options, nint data, nint context);

    [LibraryImport(Library)]
    private static partial nuint* pcre2_get_ovector_pointer_8(nint data);

    [LibraryImport(Library)]
    private static partial uint pcre2_get_ovector_count_8(nint data);
}
