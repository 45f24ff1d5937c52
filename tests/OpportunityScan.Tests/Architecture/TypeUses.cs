using System.Reflection;
using System.Reflection.Emit;

namespace OpportunityScan.Tests.Architecture;

/// <summary>The types that a type uses: in its declaration, its members, and the code of its methods.</summary>
internal static class TypeUses
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    internal static IReadOnlySet<Type> Of(Type type)
    {
        var used = new HashSet<Type>();
        Add(used, [type.BaseType, .. type.GetInterfaces(), .. type.GetGenericArguments().SelectMany(g => g.GetGenericParameterConstraints())]);
        foreach (var field in type.GetFields(All)) Add(used, field.FieldType);
        foreach (var method in type.GetMethods(All)) AddMethod(used, method, method.ReturnType);
        foreach (var constructor in type.GetConstructors(All)) AddMethod(used, constructor, null);
        return used;
    }

    private static void AddMethod(HashSet<Type> used, MethodBase method, Type? returned)
    {
        Add(used, [returned, .. method.GetParameters().Select(p => p.ParameterType)]);
        if (method.GetMethodBody() is not { } body) return;
        Add(used, [.. body.LocalVariables.Select(v => v.LocalType), .. body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause).Select(c => c.CatchType)]);
        foreach (var token in Tokens(body.GetILAsByteArray()!)) AddMember(used, Resolve(method, token));
    }

    private static void AddMember(HashSet<Type> used, MemberInfo? member)
    {
        switch (member)
        {
            case Type type:
                Add(used, type);
                break;
            case FieldInfo field:
                Add(used, field.DeclaringType, field.FieldType);
                break;
            case MethodBase method:
                Add(used, [method.DeclaringType, (method as MethodInfo)?.ReturnType, .. method.GetParameters().Select(p => p.ParameterType)]);
                if (method.IsGenericMethod) Add(used, method.GetGenericArguments());
                break;
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(token, method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);

    /// <summary>The operands that name a type, a field or a method.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = code[at++];
            var opCode = OpCodesByValue[value == 0xFE ? unchecked((short)((value << 8) | code[at++])) : value];
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static void Add(HashSet<Type> used, params Type?[] types)
    {
        foreach (var type in types)
        {
            if (type is null || !used.Add(type)) continue;
            if (type.HasElementType) Add(used, type.GetElementType());
            if (type.IsGenericType) Add(used, [.. type.GetGenericArguments()]);
        }
    }
}
