using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Planning;

/// <summary>A plan and the variables of the request that it is to be run for.</summary>
internal sealed record PreparedOperation(OperationPlan Plan, VariableValues Variables);
