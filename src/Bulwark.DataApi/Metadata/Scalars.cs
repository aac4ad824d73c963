using System.Buffers;
using System.Globalization;
using System.Text;
using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Http;

namespace Bulwark.DataApi.Metadata;

/// <summary>
/// The scalars, and how each reads a client's value. SQLite would take anything for anything, so PostgreSQL's strictness is here, in its words.
/// </summary>
internal static class Scalars
{
    /// <summary>The width of every stored time; text of one width sorts as the times do.</summary>
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'";

    public static ScalarType String { get; } = new("String", ReadText) { IsText = true };

    public static ScalarType Int { get; } = new("Int", value => ReadInteger(value, int.MinValue, int.MaxValue, "a 32-bit integer", "Int"));

    public static ScalarType Boolean { get; } = new("Boolean", ReadBoolean) { IsBoolean = true };

    /// <summary>A 64-bit integer: a number in answers, a number or its digits in a string in requests.</summary>
    public static ScalarType Bigint { get; } = new("bigint", ReadBigint);

    public static ScalarType Uuid { get; } = new("uuid", ReadUuid);

    public static ScalarType Timestamptz { get; } = new("timestamptz", ReadTimestamp);

    /// <summary>A whole number within bounds.</summary>
    public static Coercion ReadInteger(InputValue value, long min, long max, string expected, string type) =>
        value.Kind is InputKind.Integer or InputKind.Float && TryReadWhole(value.Text, out var number) && number >= min && number <= max
            ? Coercion.Of(number)
            : Mismatch(expected, type, value);

    /// <summary>The message for a value of another kind than the place takes.</summary>
    public static Coercion Mismatch(string expected, string type, InputValue value) =>
        Coercion.Fail(ErrorCode.ValidationFailed, $"expected {expected} for type '{type}', but found {value.Description}");

    private static Coercion ReadText(InputValue value)
    {
        if (value.Kind != InputKind.Text)
            return Mismatch("a string", "String", value);

        // PostgreSQL's text has no NUL; half a surrogate pair is no character and has no UTF-8.
        return IsText(value.Text)
            ? Coercion.Of(value.Text)
            : Coercion.Fail(ErrorCode.DataException, "invalid byte sequence for encoding \"UTF8\"");
    }

    private static bool IsText(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] == '\0' || Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
                return false;

            text = text[length..];
        }

        return true;
    }

    private static Coercion ReadBoolean(InputValue value) =>
        value.Kind == InputKind.Boolean ? Coercion.Of(value.IsTrue ? 1L : 0L) : Mismatch("a boolean", "Boolean", value);

    private static Coercion ReadBigint(InputValue value)
    {
        if (value.Kind == InputKind.Text)
        {
            return long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? Coercion.Of(number)
                : Syntax("bigint", value);
        }

        return ReadInteger(value, long.MinValue, long.MaxValue, "a 64-bit integer", "bigint");
    }

    private static Coercion ReadUuid(InputValue value)
    {
        if (value.Kind != InputKind.Text)
            return Mismatch("a string", "uuid", value);

        return Guid.TryParse(value.Text, CultureInfo.InvariantCulture, out var uuid)
            ? Coercion.Of(uuid.ToString("D", CultureInfo.InvariantCulture))
            : Syntax("uuid", value);
    }

    private static Coercion ReadTimestamp(InputValue value)
    {
        if (value.Kind != InputKind.Text)
            return Mismatch("a string", "timestamptz", value);

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture, Styles, out var time)
            ? Coercion.Of(time.ToString(TimeFormat, CultureInfo.InvariantCulture))
            : Syntax("timestamp with time zone", value);
    }

    private static Coercion Syntax(string type, InputValue value) =>
        Coercion.Fail(ErrorCode.DataException, $"invalid input syntax for type {type}: \"{value.Text}\"");

    // 1e3 and 5.0 are whole numbers too; a double would round the long ones.
    private static bool TryReadWhole(string digits, out long number)
    {
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return true;

        if (!decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            || exact != decimal.Truncate(exact) || exact is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        number = (long)exact;
        return true;
    }
}
