using System.Security.Cryptography;
using System.Text;
using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Planning;

/// <summary>What decides about a plan: the role, the document (by its SHA-256, so that two never meet), and which operation of it is meant.</summary>
internal sealed record PlanKey(string Role, string QueryHash, int QueryLength, string? OperationName)
{
    public static PlanKey Of(string role, GraphQLRequest request) =>
        new(role, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.Query))), request.Query.Length, request.OperationName);
}
