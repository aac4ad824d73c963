using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Planning;

/// <summary>What has to be known of an insert when its statement has run.</summary>
/// <param name="Table">The table, whose constraints may be in the way.</param>
/// <param name="Answers">The keys of the answer.</param>
/// <param name="IsOne">True when the answer is the row itself.</param>
/// <param name="Path">The place of the rows, for errors.</param>
internal sealed record InsertShape(Table Table, IReadOnlyList<InsertAnswer> Answers, bool IsOne, QueryPath Path);
