using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies.Multipart;

/// <summary>The boundary that a Content-Type names (RFC 2046, section 5.1.1), read as narrowly as ModSecurity does, because servers disagree about the rest.</summary>
/// <param name="Delimiter">Two dashes and the boundary: how its lines begin. Empty when there is an error.</param>
/// <param name="Flags">What is unusual about it.</param>
/// <param name="Error">Why there is none; empty otherwise.</param>
internal readonly record struct MultipartBoundary(ByteSlice Delimiter, MultipartFlags Flags, ByteSlice Error)
{
    private const int MaxContentTypeLength = 1024;

    private static readonly ByteSlice NoContentType = ByteSlice.Of("Multipart: Content-Type header not available.");
    private static readonly ByteSlice TooLong = ByteSlice.Of("Multipart: Invalid boundary in C-T (length).");
    private static readonly ByteSlice WrongType = ByteSlice.Of("Multipart: Invalid MIME type.");
    private static readonly ByteSlice Several = ByteSlice.Of("Multipart: Multiple boundary parameters in C-T.");
    private static readonly ByteSlice WrongCase = ByteSlice.Of("Multipart: Invalid boundary in C-T (case sensitivity).");
    private static readonly ByteSlice Missing = ByteSlice.Of("Multipart: Boundary not found in C-T.");
    private static readonly ByteSlice Malformed = ByteSlice.Of("Multipart: Invalid boundary in C-T (malformed).");
    private static readonly ByteSlice WrongName = ByteSlice.Of("Multipart: Invalid boundary in C-T (parameter name).");
    private static readonly ByteSlice WrongQuote = ByteSlice.Of("Multipart: Invalid boundary in C-T (quote).");
    private static readonly ByteSlice WrongContent = ByteSlice.Of("Multipart: Invalid boundary in C-T (content).");
    private static readonly ByteSlice WrongCharacters = ByteSlice.Of("Multipart: Invalid boundary in C-T (characters).");
    private static readonly ByteSlice Empty = ByteSlice.Of("Multipart: Invalid boundary in C-T (empty).");

    private static ReadOnlySpan<byte> MediaType => "multipart/form-data"u8;

    private static ReadOnlySpan<byte> Parameter => "boundary"u8;

    /// <summary>Reads the boundary of a Content-Type; the delimiter lies in <paramref name="arena"/>.</summary>
    public static MultipartBoundary Read(ReadOnlySpan<byte> contentType, ByteArena arena)
    {
        if (contentType.IsEmpty)
            return Fail(NoContentType);

        if (contentType.Length > MaxContentTypeLength)
            return Fail(TooLong);

        if (contentType.Length < MediaType.Length || !System.Text.Ascii.EqualsIgnoreCase(contentType[..MediaType.Length], MediaType))
            return Fail(WrongType);

        var parameters = contentType[MediaType.Length..];
        var count = CountBoundaries(parameters);
        if (count > 1)
            return Fail(Several);

        var at = parameters.IndexOf(Parameter);
        return at < 0 ? Fail(count > 0 ? WrongCase : Missing) : ReadParameter(parameters, at, arena);
    }

    private static MultipartBoundary ReadParameter(ReadOnlySpan<byte> parameters, int at, ByteArena arena)
    {
        var flags = MultipartFlags.None;
        var before = parameters[..at].Trim(ByteClasses.Whitespace);
        if (before.IsEmpty)
            flags |= MultipartFlags.MissingSemicolon;
        else if (!before.SequenceEqual(";"u8))
            return Fail(Malformed);

        var rest = parameters[(at + Parameter.Length)..];
        var equals = rest.IndexOf((byte)'=');
        if (equals < 0)
            return Fail(Malformed, flags);

        if (rest[..equals].ContainsAnyExcept(ByteClasses.AnyWhitespace))
            return Fail(WrongName, flags);

        var value = rest[(equals + 1)..];
        if (equals > 0 || (!value.IsEmpty && ByteClasses.IsWhitespace(value[0])))
            flags |= MultipartFlags.BoundaryWhitespace;

        return ReadValue(value, flags, arena);
    }

    private static MultipartBoundary ReadValue(ReadOnlySpan<byte> value, MultipartFlags flags, ByteArena arena)
    {
        if (value.Length >= 2 && value[0] == '"' && value[^1] == '"')
        {
            value = value[1..^1];
            flags |= MultipartFlags.BoundaryQuoted;
        }
        else if (!value.IsEmpty && (value[0] == '"' || value[^1] == '"'))
        {
            return Fail(WrongQuote, flags);
        }

        if (CountBoundaries(value) != 0)
            return Fail(WrongContent, flags);

        // Some clients append "; charset=..."; it is tolerated and not part of the boundary.
        var semicolon = value.IndexOf((byte)';');
        if (semicolon >= 0 && !AreBoundaryCharacters(value))
            value = value[..semicolon];

        if (value.IsEmpty)
            return Fail(Empty, flags);

        return AreBoundaryCharacters(value) ? new MultipartBoundary(WithDashes(value, arena), flags, ByteSlice.Empty) : Fail(WrongCharacters, flags);
    }

    private static MultipartBoundary Fail(ByteSlice error, MultipartFlags flags = MultipartFlags.None) => new(ByteSlice.Empty, flags | MultipartFlags.Error, error);

    private static ByteSlice WithDashes(ReadOnlySpan<byte> boundary, ByteArena arena)
    {
        var output = arena.Reserve(boundary.Length + 2);
        "--"u8.CopyTo(output);
        boundary.CopyTo(output[2..]);
        return arena.Commit(boundary.Length + 2);
    }

    /// <summary>How often the word stands before an equals sign, however it is written: a server that reads loosely may take another one than we do.</summary>
    private static int CountBoundaries(ReadOnlySpan<byte> text)
    {
        var count = 0;
        var lastEquals = text.LastIndexOf((byte)'=');
        for (var i = 0; i + Parameter.Length <= lastEquals; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text.Slice(i, Parameter.Length), Parameter))
                count++;
        }

        return count;
    }

    /// <summary>RFC 2046 names these; a space may not be the last.</summary>
    private static bool AreBoundaryCharacters(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExcept(ByteClasses.BoundaryCharacters) && (text.IsEmpty || text[^1] != ' ');
}
