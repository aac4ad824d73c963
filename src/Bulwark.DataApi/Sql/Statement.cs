using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Sql;

/// <summary>One SQL statement and where its parameters <c>$p0</c>, <c>$p1</c>, ... come from.</summary>
internal sealed record Statement(string Text, IReadOnlyList<Operand> Parameters);
