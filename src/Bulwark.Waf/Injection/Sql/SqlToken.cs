using System.Runtime.InteropServices;

namespace Bulwark.Waf.Injection.Sql;

/// <summary>A run of bytes that means one thing in SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where its content starts: for a string after the quote.</param>
/// <param name="Length">How long its content is.</param>
/// <param name="End">Where the next token may start.</param>
/// <param name="Traits">What else is known.</param>
/// <param name="IsOpened">A string whose opening quote is in the value.</param>
/// <param name="IsClosed">A string whose closing quote is in the value.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SqlToken(SqlKind Kind, int Start, int Length, int End, SqlTraits Traits = SqlTraits.None, bool IsOpened = true, bool IsClosed = true)
{
    public bool Is(SqlTraits trait) => (Traits & trait) != SqlTraits.None;

    /// <summary>Something that has a value.</summary>
    public bool IsOperand => Kind is SqlKind.Number or SqlKind.Name or SqlKind.String or SqlKind.Variable;

    public ReadOnlySpan<byte> Content(ReadOnlySpan<byte> text) => text.Slice(Start, Length);
}
