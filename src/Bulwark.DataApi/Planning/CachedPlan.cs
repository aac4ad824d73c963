using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Planning;

/// <summary>What is kept of a document.</summary>
/// <param name="Operation">The parsed operation, within every limit.</param>
/// <param name="Plan">Its plan; null when the values of its variables decide how it reads.</param>
internal sealed record CachedPlan(Operation Operation, OperationPlan? Plan)
{
    /// <summary>Roughly the memory that the plan takes beside its document, in bytes.</summary>
    public int PlanBytes => Plan?.Steps.Sum(StepBytes) ?? 0;

    private static int StepBytes(PlanStep step) => step switch
    {
        PlanStep.Known known => known.Json.Length,
        PlanStep.Query query => StatementBytes(query.Statement),
        PlanStep.Insert { Statement: { } statement } => StatementBytes(statement),
        _ => 0,
    };

    private static int StatementBytes(Sql.Statement statement) => (2 * statement.Text.Length) + (200 * statement.Parameters.Count);
}
