using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;

namespace Bulwark.DataApi.Planning;

/// <summary>Rows to insert and what is asked of them afterwards.</summary>
internal sealed record InsertNode
{
    public required RoleTable Table { get; init; }

    /// <summary>The rows: values for some of the columns. A column that is missing gets the database's default.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, Operand>> Rows { get; init; }

    /// <summary>The keys of the answer's object; for <see cref="IsOne"/> a single <c>returning</c>, which then is the answer itself.</summary>
    public required IReadOnlyList<InsertAnswer> Answers { get; init; }

    /// <summary>True when one row goes in and comes back as itself.</summary>
    public bool IsOne { get; init; }

    /// <summary>The place of the rows, for errors that only the database finds.</summary>
    public required QueryPath Path { get; init; }
}
