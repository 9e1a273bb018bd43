package org.abiseam.engine.cache;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Origin;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Verification;

/** Makes values of any record, in which each component has a value that is seldom its default. */
public final class Samples {
  private int turn;

  /** Makes a value. */
  public <T> T of(Class<T> type) {
    return type.cast(value(type));
  }

  private Object value(Type type) {
    turn++;
    if (type instanceof ParameterizedType generic) {
      return container(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return "text " + turn;
    } else if (plain == int.class || plain == Integer.class) {
      return turn % 3 == 0 ? -turn : turn;
    } else if (plain == long.class) {
      return turn % 3 == 0 ? -turn * 5_000_000_000L : turn * 7_000_000_000L;
    } else if (plain == boolean.class || plain == Boolean.class) {
      return turn % 2 == 0;
    } else if (plain == OptionalInt.class) {
      return turn % 4 == 0 ? OptionalInt.empty() : OptionalInt.of(turn);
    } else if (plain == OptionalLong.class) {
      return turn % 4 == 0 ? OptionalLong.empty() : OptionalLong.of(-turn);
    } else if (plain == TypeId.class) {
      return new TypeId(0);
    } else if (plain == TypeGraph.class) {
      TypeGraph.Builder graph = new TypeGraph.Builder();
      graph.add(new org.abiseam.model.Type.Void(), (Origin) value(Origin.class));
      return graph.build();
    } else if (plain == Verification.Coverage.class) {
      return new Verification.Coverage(10 * turn, turn, 2 * turn, 3 * turn, 4 * turn);
    } else if (plain == CallingConvention.class) {
      return CallingConvention.of(turn % 2 == 0 ? "win64" : "convention " + turn);
    } else if (plain.isEnum()) {
      return plain.getEnumConstants()[turn % plain.getEnumConstants().length];
    } else if (plain.isSealed()) {
      Class<?>[] variants = plain.getPermittedSubclasses();
      return value(variants[turn % variants.length]);
    }
    return record(plain, List.of(), List.of());
  }

  private Object container(ParameterizedType generic) {
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] inside = generic.getActualTypeArguments();
    if (raw.isRecord()) {
      return record(raw, List.of(raw.getTypeParameters()), List.of(inside));
    } else if (raw == Optional.class) {
      return turn % 5 == 0 ? Optional.empty() : Optional.of(value(inside[0]));
    } else if (raw == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      map.put(value(inside[0]), value(inside[1]));
      map.put(value(inside[0]), value(inside[1]));
      return map;
    } else if (raw == SortedMap.class) {
      SortedMap<String, Object> map = new TreeMap<>();
      map.put("key " + turn, value(inside[1]));
      map.put("key " + turn, value(inside[1]));
      return map;
    }
    List<Object> all = new ArrayList<>(List.of(value(inside[0]), value(inside[0])));
    if (raw == SortedSet.class) {
      return new TreeSet<>(all);
    }
    return raw == Set.class ? Set.copyOf(all) : all;
  }

  /** Makes a record, whose parameters stand for the arguments. */
  private Object record(
      Class<?> type, List<? extends Type> parameters, List<? extends Type> arguments) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      int parameter = parameters.indexOf(components[i].getGenericType());
      values[i] = value(parameter < 0 ? components[i].getGenericType() : arguments.get(parameter));
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException fault) {
      throw new IllegalStateException(type + " of " + Arrays.toString(values), fault);
    }
  }
}
