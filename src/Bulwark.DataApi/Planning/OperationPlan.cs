namespace Bulwark.DataApi.Planning;

/// <summary>How an operation is answered: one step for each root field, in the order of the answer.</summary>
/// <param name="IsMutation">True when the steps write, all in one transaction.</param>
/// <param name="Steps">The steps.</param>
internal sealed record OperationPlan(bool IsMutation, IReadOnlyList<PlanStep> Steps);
